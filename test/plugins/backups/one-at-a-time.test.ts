import { expect, it } from 'vitest';
import { OneAtATime } from '../../../src/plugins/backups/one-at-a-time.ts';

/** Work whose runs end when they are told to. */
function held() {
  const runs: PromiseWithResolvers<number>[] = [];
  const once = new OneAtATime(() => {
    const run = Promise.withResolvers<number>();
    runs.push(run);
    return run.promise;
  });
  return { once, runs };
}

it('lets all calls during a run share the next, which begins when that is done', async () => {
  const { once, runs } = held();
  const first = once.run();
  const [second, third] = [once.run(), once.run()];
  expect(runs).toHaveLength(1);
  runs[0]?.resolve(1);
  expect(await first).toBe(1);
  await expect.poll(() => runs.length).toBe(2);
  const fourth = once.run();
  runs[1]?.resolve(2);
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  await expect.poll(() => runs.length).toBe(3);
  runs[2]?.resolve(3);
  expect(await fourth).toBe(3);
  await once.idle();
  expect(runs).toHaveLength(3);
});

it('goes on after a run that failed, and is idle when none is left', async () => {
  const { once, runs } = held();
  await once.idle();
  const first = once.run();
  const second = once.run();
  const idle = once.idle();
  runs[0]?.reject(new Error('failed'));
  await expect(first).rejects.toThrow('failed');
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.resolve(2);
  expect(await second).toBe(2);
  await idle;
  const third = once.run();
  runs[2]?.resolve(3);
  expect(await third).toBe(3);
});
