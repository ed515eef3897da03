import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import { type Effort, interleave } from '../load/interleave.ts';
import type { Service } from '../processes/service.ts';
import { type Measured, rowOf } from '../results.ts';

const rate = 1000;
const connections = 10;
const seconds = 5;

/** Response times at a rate that a registry meets in earnest; omitted requests are added to them. */
export async function measureFixedRate(service: Service, effort: Effort): Promise<Measured> {
  const id = await register(service, 'bench-by-id', schemaRequest(1));
  const load = { connections, rate, path: `/schemas/ids/${id}` };
  const rounds = Math.min(effort.rounds, 5);
  const [runs] = await interleave([{ name: 'Schemagate, whole stack', target: service, load }], {
    rounds,
    duration: Math.max(seconds / rounds, 1),
    warmUp: rate,
  });
  if (!runs) throw new Error('No runs');
  const row = rowOf(runs);
  return {
    title: 'fixed rate',
    about: `GET /schemas/ids/:id, ${rate} requests a second over ${connections} connections, corrected for coordinated omission`,
    rows: [row],
    figures: [
      { name: 'fixed rate: p95 at 1000 requests a second', value: row.p95, unit: 'ms' },
      { name: 'fixed rate: p99 at 1000 requests a second', value: row.p99, unit: 'ms' },
    ],
  };
}
