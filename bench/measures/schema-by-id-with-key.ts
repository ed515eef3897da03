import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaRequest } from '../data/schemas.ts';
import { type Effort, interleave } from '../load/interleave.ts';
import { type Service, startService } from '../processes/service.ts';
import { cpuRatio, type Measured, rowOf } from '../results.ts';
import { register } from './register.ts';

const connections = 32;
const cli = join(import.meta.dirname, '../../src/cli.ts');

/** What it costs that clients show a key: the same read, of a service that needs none and of one that does. */
export async function measureSchemaByIdWithKey(open: Service, effort: Effort): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-bench-'));
  const key = makeKey(directory);
  const closed = await startService({ directory, settings: { AUTH: 'required' } });
  const authorization = `Bearer ${key}`;
  const request = schemaRequest(1);
  const paths = await Promise.all(
    [open, closed].map(
      async (service) => `/schemas/ids/${await register(service, 'bench-key', request, { authorization })}`,
    ),
  );
  const [openPath = '', closedPath = ''] = paths;
  const [without, withKey] = await interleave(
    [
      { name: 'nobody needs a key', target: open, load: { connections, path: openPath } },
      {
        name: 'with a key',
        target: closed,
        load: { connections, path: closedPath, headers: { authorization } },
      },
    ],
    effort,
  );
  await closed.stop();
  rmSync(directory, { recursive: true });
  if (!without || !withKey) throw new Error('No runs');
  return {
    title: 'schema by id, by key',
    about: `GET /schemas/ids/:id, ${connections} connections, each request with a key for one prefix as Bearer`,
    rows: [without, withKey].map(rowOf),
    figures: [cpuRatio('schema by id, by key: CPU without / with a key', without, withKey)],
  };
}

function makeKey(directory: string): string {
  const words = ['keys', 'create', '--name', 'bench', '--grant', 'writer:bench-', '--json'];
  const made = execFileSync(process.execPath, [cli, ...words], { env: { DATA_DIR: directory } });
  return (JSON.parse(made.toString()) as { readonly key: string }).key;
}
