import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registerAt, titlesAt } from '../helpers/registry-requests.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { canMount, mountSmallDisk } from '../helpers/small-disk.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it.skipIf(!canMount)(
  'refuses to start on a read-only file system, says so, and starts when it can be written again',
  async () => {
    const disk = mountSmallDisk(4 * 1024 * 1024);
    const settings = { DATA_DIR: join(disk.directory, 'data') };
    const first = await startServerProcess(temporaryDirectory(), settings);
    expect(await registerAt(first.url, 'a', 'one')).toMatchObject({ status: 200 });
    await first.stop();

    disk.setReadOnly(true);
    await expect(startServerProcess(temporaryDirectory(), settings)).rejects.toThrow(
      / can't be written by this user \(.*read-?only/i,
    );

    disk.setReadOnly(false);
    const again = await startServerProcess(temporaryDirectory(), settings);
    expect(await registerAt(again.url, 'a', 'two')).toMatchObject({ status: 200 });
    expect(await titlesAt(again.url, 'a')).toEqual(['one', 'two']);
    expect(again.complaints).toEqual([]);
    await again.stop();
  },
);
