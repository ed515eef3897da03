import { bigStore, bigStoreSchemas } from '../data/big-store.ts';
import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import { type Effort, interleave } from '../load/interleave.ts';
import { runLoad } from '../load/load.ts';
import { type Service, startService } from '../processes/service.ts';
import { residentBytes } from '../processes/usage.ts';
import { cpuRatio, type Figure, type Measured, median, rowOf } from '../results.ts';

const connections = 32;
const mebibyte = 1024 * 1024;

/** What a store of 100 000 schemas costs, beside the small one of `small`. */
export async function measureManySchemas(small: Service, effort: Effort): Promise<Measured> {
  const directory = await bigStore();
  const starts = await startTimes(directory, Math.min(effort.rounds, 5));
  const big = await startService({ directory });
  const atStart = residentBytes(big.pid);
  const everything = { name: 'each of 100 000 schemas once', runs: [await readEach(big)] };
  const afterReads = residentBytes(big.pid);
  const id = await register(small, 'bench-by-id', schemaRequest(1));
  const [inSmall, inBig] = await interleave(
    [
      { name: 'one schema, small store', target: small, load: { connections, path: `/schemas/ids/${id}` } },
      { name: 'one schema, 100 000 stored', target: big, load: { connections, path: '/schemas/ids/77777' } },
    ],
    effort,
  );
  await big.stop();
  if (!inSmall || !inBig) throw new Error('No runs');
  return {
    title: 'many schemas',
    about: `${bigStoreSchemas} schemas of 1 kB stored; GET /schemas/ids/:id, ${connections} connections`,
    rows: [everything, inSmall, inBig].map(rowOf),
    figures: [
      { name: 'many schemas: start until ready', value: median(starts), unit: 'ms', rounds: starts },
      memory('many schemas: memory after the start', atStart),
      memory('many schemas: memory after reading each once', afterReads),
      cpuRatio('many schemas: CPU of a read, small store / 100 000 stored', inSmall, inBig),
    ],
  };
}

async function startTimes(directory: string, times: number): Promise<readonly number[]> {
  const found: number[] = [];
  // The first one finds the store as new and loads the sample schemas; it is not counted.
  for (let time = 0; time <= times; time++) {
    const service = await startService({ directory });
    if (time > 0) found.push(service.startMs);
    await service.stop();
  }
  return found;
}

function readEach(service: Service) {
  let id = 0;
  const next = () => ({ path: `/schemas/ids/${(id % bigStoreSchemas) + 1}` });
  return runLoad(service, {
    connections,
    amount: bigStoreSchemas,
    next() {
      const request = next();
      id += 1;
      return request;
    },
  });
}

function memory(name: string, bytes: number): Figure {
  return { name, value: bytes / mebibyte, unit: 'MiB' };
}
