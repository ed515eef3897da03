import { afterAll, describe, expect, it } from 'vitest';
import type { Source } from '../../../src/costly-work/format-task.ts';
import { Lane, type LaneOptions } from '../../../src/costly-work/lane.ts';
import { FormatBusyError } from '../../../src/registry/format.ts';
import { hostileSchemas } from '../../helpers/hostile-schemas.ts';

const lanes: Lane[] = [];
afterAll(() => Promise.all(lanes.map((lane) => lane.close())));

function startLane(options: Partial<LaneOptions> = {}): Lane {
  const lane = new Lane({ threads: 1, waiting: 0, timeoutMs: 60_000, ...options }, { sound: false });
  lanes.push(lane);
  return lane;
}

function source(text: string): Source {
  return { type: 'JSON', text, references: [] };
}

/** A comparison that takes some tenths of a second at least. */
function costlyComparison() {
  const pair = hostileSchemas().find(({ name }) => name === 'oneOf constants, large');
  if (pair === undefined) throw new Error('No such hostile schema');
  return {
    reader: source(pair.second),
    writer: source(pair.first),
    policy: 'STRICT',
    direction: 'BACKWARD',
    effort: { stepsLeft: 5_000_000 },
  } as const;
}

describe('a lane', () => {
  it('does tasks on a thread, refuses what may not wait, and ends what nobody waits for', async () => {
    const lane = startLane();
    const stop = new AbortController();
    const running = lane.run('compare', costlyComparison(), stop.signal);
    await expect.poll(() => lane.stats().threadsStarted).toBe(1);
    await expect(lane.run('read', { source: source('{}') }, undefined)).rejects.toThrow(FormatBusyError);
    stop.abort(new Error('the client is gone'));
    await expect(running).rejects.toThrow('the client is gone');
    await expect(lane.run('read', { source: source('{}') }, stop.signal)).rejects.toThrow(
      'the client is gone',
    );

    expect(await lane.run('read', { source: source('{}') }, undefined)).toEqual({ ok: true });
    await expect(lane.run('problem', { source: source('{') }, undefined)).rejects.toThrow(TypeError);
    const { done, lost, running: none, waiting } = lane.stats();
    expect({ done, lost, none, waiting }).toEqual({
      done: 1,
      lost: { refused: 1, timeout: 0, memory: 0, cancelled: 2 },
      none: 0,
      waiting: 0,
    });
  });

  it('ends the thread of what takes too long, and goes on with another', async () => {
    const lane = startLane({ waiting: 1, timeoutMs: 1 });
    const costly = lane.run('compare', costlyComparison(), undefined);
    const waiting = lane.run('compare', costlyComparison(), undefined);
    for (const task of [costly, waiting]) {
      await expect(task).rejects.toMatchObject({
        code: 42201,
        message: 'The schema is too costly: work on it took longer than 1 ms',
      });
    }
    expect(lane.stats().lost.timeout).toBe(2);
    expect(lane.stats().waitedSeconds).toBeGreaterThan(0);
  });

  it('outlives a schema that takes too much memory', async () => {
    const lane = startLane({ heapMb: 24 });
    const task = { source: costlyComparison().reader };
    await expect(lane.run('problem', task, undefined)).rejects.toMatchObject({
      code: 42201,
      message: 'The schema is too costly: work on it took more than 24 MB',
    });
    expect(await lane.run('read', { source: source('{}') }, undefined)).toEqual({ ok: true });
    expect(lane.stats()).toMatchObject({ done: 1, threadsStarted: 2, lost: { memory: 1 } });
  });
});
