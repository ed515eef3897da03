import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import { type Effort, interleave } from '../load/interleave.ts';
import type { Service } from '../processes/service.ts';
import { type Measured, rowOf } from '../results.ts';

const connections = 32;
const versions = 10;

/** Reads that may change with every registration, so that each asks the store. */
export async function measureOtherReads(service: Service, effort: Effort): Promise<Measured> {
  for (let number = 0; number < versions; number++) {
    await register(service, 'bench-lists', schemaRequest(1_000_000 + number));
  }
  const read = (name: string, path: string) => ({ name, target: service, load: { connections, path } });
  const runs = await interleave(
    [
      read('latest version', '/subjects/bench-lists/versions/latest'),
      read('list of versions', '/subjects/bench-lists/versions'),
      read('list of subjects', '/subjects?subjectPrefix=bench-l'),
      read('config of a subject', '/config/bench-lists?defaultToGlobal=true'),
    ],
    { ...effort, rounds: Math.min(effort.rounds, 5) },
  );
  return {
    title: 'other reads',
    about: `GET, ${connections} connections`,
    rows: runs.map(rowOf),
    figures: [],
  };
}
