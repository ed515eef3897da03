// `npm run soak -- --minutes 120 [--seed 1] [--rate 500] [--directory DIR]`: the mixed workload for as long as
// asked, on one process. With a directory it goes on where an earlier run there ended. Ends with 1 when a request
// failed or memory grew.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsOf } from '../scripts/usage.ts';
import { mixedRequests } from './data/mixed-requests.ts';
import { storeSchemas } from './data/stored-schemas.ts';
import { runLoad } from './load/load.ts';
import { startService } from './processes/service.ts';
import { cacheFull, type Sample, soakProblems } from './soak/problems.ts';

const values = optionsOf(import.meta.filename, {
  minutes: { type: 'string', default: '120' },
  seed: { type: 'string', default: '1' },
  rate: { type: 'string', default: '500' },
  directory: { type: 'string' },
});
const seed = Number(values.seed);
const directory = values.directory ?? join(tmpdir(), `schemagate-soak-${process.pid}`);
const seconds = Number(values.minutes) * 60;
/** Enough samples to judge by, and none so short that it is chance. */
const slice = Math.max(seconds / 60, 2);
const schemas = 1000;
const stateFile = join(directory, 'soak.json');
const headers = { 'content-type': 'application/json' };

mkdirSync(directory, { recursive: true });
/** Of all runs in this directory; the memory of another process is not compared with this one's. */
const earlier: readonly Sample[] = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : [];
const service = await startService({
  directory: join(directory, 'store'),
  // Full within the first samples, so that what grows later is no cache.
  settings: { CACHE_MAX_BYTES: String(cacheFull) },
});
const stored = await storeSchemas(service, schemas);
// Other requests than those of the runs before, the same again for the same number of samples.
const next = mixedRequests(stored, seed + earlier.length);
const samples: Sample[] = [];
const end = performance.now() + seconds * 1000;
while (performance.now() < end) {
  const { requests, failed, p99, memory } = await runLoad(service, {
    connections: 16,
    rate: Number(values.rate),
    duration: slice,
    headers,
    next,
  });
  const sample = { requests, failed, p99, memory };
  samples.push(sample);
  writeFileSync(stateFile, JSON.stringify([...earlier, ...samples]));
  console.log(JSON.stringify(sample));
}
await service.stop();
if (values.directory === undefined) rmSync(directory, { recursive: true });

const problems = soakProblems(samples);
for (const problem of problems) console.error(problem);
const total = [...earlier, ...samples].reduce((sum, { requests }) => sum + requests, 0);
console.log(`soak: seed ${seed}, ${values.minutes} minutes, ${total} requests, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
