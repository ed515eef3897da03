import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import type { Contestant, Effort } from '../load/interleave.ts';
import { interleaveStarts } from '../load/restarts.ts';
import { makeApiKey } from '../processes/api-key.ts';
import { type Service, startService } from '../processes/service.ts';
import { cpuRatio, type Measured, rowOf } from '../results.ts';

const connections = 32;

/** What it costs that clients show a key: the same read, of a service that needs none and of one that does. */
export async function measureSchemaByIdWithKey(effort: Effort): Promise<Measured> {
  const directories: string[] = [];
  const [without, withKey] = await interleaveStarts(() => {
    const directory = mkdtempSync(join(tmpdir(), 'schemagate-bench-'));
    directories.push(directory);
    return startBoth(directory);
  }, effort);
  for (const directory of directories) rmSync(directory, { recursive: true });
  if (!without || !withKey) throw new Error('No runs');
  return {
    title: 'schema by id, by key',
    about: `GET /schemas/ids/:id, ${connections} connections, each request with a key for one prefix as Bearer`,
    rows: [without, withKey].map(rowOf),
    figures: [cpuRatio('schema by id, by key: CPU without / with a key', without, withKey)],
  };
}

async function startBoth(directory: string): Promise<readonly Contestant[]> {
  const headers = { authorization: `Bearer ${makeApiKey(directory)}` };
  const open = await startService();
  const closed = await startService({ directory, settings: { AUTH: 'required' } });
  const pathOn = async (service: Service) =>
    `/schemas/ids/${await register(service, 'bench-key', schemaRequest(1), headers)}`;
  return [
    { name: 'nobody needs a key', target: open, load: { connections, path: await pathOn(open) } },
    { name: 'with a key', target: closed, load: { connections, path: await pathOn(closed), headers } },
  ];
}
