import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { watchFiles } from '../../src/plugins/watch-files.ts';
import { until } from '../helpers/eventually.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

afterEach(() => vi.useRealTimers());

it('a burst of changes is told once', async () => {
  const directory = temporaryDirectory();
  const paths = [join(directory, 'tls.crt'), join(directory, 'tls.key')];
  const changed = vi.fn<() => void>();
  const watched = watchFiles(paths, changed);
  for (const path of paths) writeFileSync(path, 'new');
  await until(() => changed.mock.calls.length > 0);
  watched.close();
  expect(changed).toHaveBeenCalledTimes(1);
});

it('a directory that can not be watched is looked at every minute', () => {
  vi.useFakeTimers();
  const changed = vi.fn<() => void>();
  const watched = watchFiles(['/does/not/exist/tls.crt'], changed);
  vi.advanceTimersByTime(120_000);
  expect(changed).toHaveBeenCalledTimes(2);
  watched.close();
  vi.advanceTimersByTime(120_000);
  expect(changed).toHaveBeenCalledTimes(2);
});
