import { expect, it } from 'vitest';
import { KeyedQueue } from '../../../src/registry/keyed-queue.ts';

it('runs tasks of one key in turn and those of another meanwhile', async () => {
  const queue = new KeyedQueue();
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  const task = (name: string, until?: Promise<void>) => async (): Promise<string> => {
    log.push(`${name} begins`);
    await until;
    log.push(`${name} ends`);
    return name;
  };
  const running = [queue.run('a', task('a1', first.promise)), queue.run('a', task('a2'))];
  await queue.run('b', task('b1'));
  expect(log).toEqual(['a1 begins', 'b1 begins', 'b1 ends']);
  first.resolve();
  expect(await Promise.all(running)).toEqual(['a1', 'a2']);
  expect(log.slice(3)).toEqual(['a1 ends', 'a2 begins', 'a2 ends']);
});

it('goes on after a task that failed', async () => {
  const queue = new KeyedQueue();
  const failing = queue.run('a', () => Promise.reject(new Error('no')));
  const next = queue.run('a', () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
