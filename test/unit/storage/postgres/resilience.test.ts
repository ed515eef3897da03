import { DatabaseError } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutcomeUnknownError } from '../../../../src/storage/postgres/error-class.ts';
import {
  type BreakerState,
  defaultResilience,
  Resilience,
} from '../../../../src/storage/postgres/resilience.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const away = new Error('connect ECONNREFUSED');

function reported(code: string): DatabaseError {
  return Object.assign(new DatabaseError(code, 0, 'error'), { code });
}

/** A call that fails with each of the errors in turn, then succeeds. */
function callThatFails(...errors: readonly Error[]) {
  const call = vi.fn<() => Promise<string>>().mockResolvedValue('done');
  for (const error of errors) call.mockRejectedValueOnce(error);
  return call;
}

async function settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const settled = Promise.allSettled([promise]);
  await vi.runAllTimersAsync();
  const [result] = await settled;
  return result;
}

describe('calls to the database', () => {
  it('are made again after a failure that passes', async () => {
    const resilience = new Resilience(defaultResilience, () => undefined);
    const call = callThatFails(away, reported('57P03'));
    expect(await settle(resilience.run(call))).toMatchObject({ value: 'done' });
    expect(call).toHaveBeenCalledTimes(3);
    expect(resilience.stats).toEqual({ breaker: 'closed', opened: 0, retries: 2, failures: 2 });
  });

  it.each([
    ['a statement that was refused', reported('42601'), 0],
    ['a server that can not serve', reported('53100'), 1],
    ['others who changed the same rows', reported('40001'), 0],
    ['a commit of which nobody knows', new OutcomeUnknownError('lost'), 1],
  ])('are not made again after %s', async (_, error, failures) => {
    const resilience = new Resilience(defaultResilience, () => undefined);
    const call = callThatFails(error);
    expect(await settle(resilience.run(call))).toMatchObject({ reason: error });
    expect(call).toHaveBeenCalledOnce();
    expect(resilience.stats).toMatchObject({ retries: 0, failures });
  });

  it('wait longer each time, anywhere up to twice as long as before, and end', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
    const resilience = new Resilience({ ...defaultResilience, breakAfter: 100 }, () => undefined);
    const times: number[] = [];
    const start = Date.now();
    const call = vi.fn<() => Promise<never>>(async () => {
      times.push(Date.now() - start);
      throw away;
    });
    expect(await settle(resilience.run(call))).toMatchObject({ reason: away });
    const { retries, firstDelay } = defaultResilience;
    expect(times).toHaveLength(1 + retries);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits.every((each, index) => each <= firstDelay * 2 ** index)).toBe(true);
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);

    random.mockReturnValue(0);
    times.length = 0;
    await settle(resilience.run(call));
    expect(new Set(times).size).toBe(1);
  });

  it('are not made again once the budget of time is spent', async () => {
    const resilience = new Resilience(
      { ...defaultResilience, breakAfter: 100, budget: 1000 },
      () => undefined,
    );
    const call = vi.fn<() => Promise<never>>(async () => {
      await vi.advanceTimersByTimeAsync(1100);
      throw away;
    });
    expect(await settle(resilience.run(call))).toMatchObject({ reason: away });
    expect(call).toHaveBeenCalledTimes(2);
  });
});

describe('the breaker', () => {
  const options = { ...defaultResilience, retries: 0, breakAfter: 3, breakFor: 1000 };

  it('opens after failures in a row, lets one call try after a while, and closes when that succeeds', async () => {
    const states: BreakerState[] = [];
    const resilience = new Resilience(options, (state) => states.push(state));
    const call = callThatFails(away, away, away, away);
    for (let failure = 1; failure <= 3; failure += 1) await settle(resilience.run(call));
    expect(resilience.stats).toMatchObject({ breaker: 'open', opened: 1, failures: 3 });

    expect(await settle(resilience.run(call))).toMatchObject({
      reason: { name: 'Error', isBrokenCircuitError: true },
    });
    expect(call).toHaveBeenCalledTimes(3);

    await vi.advanceTimersByTimeAsync(1000);
    await settle(resilience.run(call));
    expect(states).toEqual(['open', 'half-open', 'open']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await settle(resilience.run(call))).toMatchObject({ value: 'done' });
    expect(states).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
    expect(resilience.stats).toMatchObject({ breaker: 'closed', opened: 2 });
  });

  it('does not open for what is no fault of the server', async () => {
    const resilience = new Resilience(options, () => undefined);
    const refused = reported('42601');
    const call = callThatFails(refused, refused, refused, refused, refused);
    for (let failure = 1; failure <= 5; failure += 1) await settle(resilience.run(call));
    expect(resilience.stats).toEqual({ breaker: 'closed', opened: 0, retries: 0, failures: 0 });
  });
});
