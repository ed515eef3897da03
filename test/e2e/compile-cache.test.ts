import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it('leaves its compiled code to the next start, also when it is killed', async () => {
  const directory = temporaryDirectory();
  const cache = join(directory, 'cache');
  const server = await startServerProcess(directory, { NODE_COMPILE_CACHE: cache });
  await server.kill();
  const modules = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(modules.length).toBeGreaterThan(500);
});

it('starts where compiled code can not be kept', async () => {
  const directory = temporaryDirectory();
  const server = await startServerProcess(directory, { NODE_COMPILE_CACHE: '/dev/null/cache' });
  expect(await server.stop()).toEqual({ code: 0, stderr: '' });
});
