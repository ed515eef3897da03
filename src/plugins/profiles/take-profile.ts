import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type ProfileKind = 'cpu' | 'heap';

export interface Profile {
  readonly file: string;
  readonly bytes: number;
}

export interface ProfileOptions {
  readonly kind: ProfileKind;
  readonly seconds: number;
  readonly directory: string;
  /** Ends it early; what was seen until then is kept. */
  readonly signal: AbortSignal;
}

/** The oldest go when there are more. */
const kept = 20;

/**
 * Watches this thread for a while and writes what was seen, in the forms that Chrome's developer tools read. A heap
 * profile samples allocations by function and holds no values, as a snapshot of the heap would.
 */
export async function takeProfile({ kind, seconds, directory, signal }: ProfileOptions): Promise<Profile> {
  const profile = JSON.stringify(await watch(kind, seconds, signal));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const time = new Date().toISOString().replaceAll(':', '-');
  const file = join(directory, `${time}.${kind}profile`);
  await writeFile(file, profile, { mode: 0o600, flag: 'wx' });
  const all = (await readdir(directory)).filter((name) => /^[\d.TZ-]+\.(?:cpu|heap)profile$/.test(name));
  const old = all.toSorted().slice(0, Math.max(0, all.length - kept));
  await Promise.all(old.map((name) => rm(join(directory, name), { force: true })));
  return { file, bytes: Buffer.byteLength(profile) };
}

async function watch(kind: ProfileKind, seconds: number, signal: AbortSignal): Promise<unknown> {
  const session = new Session();
  session.connect();
  const wait = () => sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => undefined);
  try {
    if (kind === 'heap') {
      await session.post('HeapProfiler.startSampling');
      await wait();
      return (await session.post('HeapProfiler.stopSampling')).profile;
    }
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await wait();
    return (await session.post('Profiler.stop')).profile;
  } finally {
    session.disconnect();
  }
}
