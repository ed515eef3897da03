import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registerAt, titlesAt } from '../helpers/registry-requests.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { canMount, mountSmallDisk } from '../helpers/small-disk.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it.skipIf(!canMount)(
  'refuses to register while its disk is full, still reads, and registers again when there is room',
  async () => {
    const disk = mountSmallDisk(4 * 1024 * 1024);
    const settings = { DATA_DIR: join(disk.directory, 'data') };
    const server = await startServerProcess(temporaryDirectory(), settings);
    const acknowledged: string[] = [];
    const registerNext = async () => {
      const title = `${acknowledged.length}`.padEnd(500, '-');
      const answer = await registerAt(server.url, 'a', title);
      if (answer.status === 200) acknowledged.push(title);
      return answer;
    };
    await registerNext();
    disk.fill();
    let refused = await registerNext();
    while (refused.status === 200) refused = await registerNext();

    expect(refused).toMatchObject({
      status: 503,
      retryAfter: expect.any(String),
      body: { error_code: 50001 },
    });
    await expect.poll(() => JSON.stringify(server.complaints)).toContain('database or disk is full');
    const read = await fetch(`${server.url}/schemas/ids/1`);
    expect(read.status).toBe(200);
    expect(await titlesAt(server.url, 'a')).toEqual(acknowledged);

    disk.empty();
    expect(await registerNext()).toMatchObject({ status: 200 });
    await server.kill();

    const again = await startServerProcess(temporaryDirectory(), settings);
    expect(await titlesAt(again.url, 'a')).toEqual(acknowledged);
    expect(again.complaints).toEqual([]);
    await again.stop();
  },
);
