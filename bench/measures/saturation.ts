import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import { highestRate } from '../load/highest-rate.ts';
import type { Effort } from '../load/interleave.ts';
import { type Run, runLoad } from '../load/load.ts';
import type { Service } from '../processes/service.ts';
import { type Measured, rowOf } from '../results.ts';

const connections = 64;
const start = 1000;
const ceiling = 128_000;
/** In milliseconds, counted with the requests that a stall kept from being sent. */
const patience = 100;
/** Share of the rate that must be answered. */
const enough = 0.95;

/** How many reads a second are answered in time before the queue grows without end. */
export async function measureSaturation(service: Service, effort: Effort): Promise<Measured> {
  const path = `/schemas/ids/${await register(service, 'bench-by-id', schemaRequest(1))}`;
  await runLoad(service, { connections, path, amount: effort.warmUp });
  let atLimit: Run | undefined;
  const limit = await highestRate(start, ceiling, async (rate) => {
    const run = await runLoad(service, { connections, path, rate, duration: 2 * effort.duration });
    const held = run.failed === 0 && run.p99 < patience && run.requestsPerSecond >= enough * rate;
    if (held) atLimit = run;
    return held;
  });
  return {
    title: 'saturation',
    about: `GET /schemas/ids/:id, ${connections} connections: the highest rate of which ${enough * 100} % are answered, 99 in 100 within ${patience} ms, corrected for coordinated omission`,
    rows: atLimit === undefined ? [] : [rowOf({ name: 'at the highest rate held', runs: [atLimit] })],
    figures: [{ name: 'saturation: highest rate held', value: limit, unit: 'per second' }],
  };
}
