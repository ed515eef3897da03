import { expect, it } from 'vitest';
import { StoreUnavailableError } from '../../../src/registry/store.ts';
import { Answers } from '../../../src/upstream/answers.ts';
import { inTurns } from '../../../src/upstream/in-turns.ts';
import { KeptAnswers } from '../../../src/upstream/kept-answers.ts';
import { assertUpstreamUrl, UpstreamUrlError } from '../../../src/upstream/open-edge.ts';
import { pathOf } from '../../../src/upstream/paths.ts';

/** Answers over a local store that is a map, and an upstream that answers what it is told to. */
function edge(local = new Map<string, string>(), failsToKeep = false) {
  const asked: [path: string, spare: boolean][] = [];
  const states: string[] = [];
  const upstream = new Map<string, unknown>();
  let away = false;
  let time = 0;
  const kept = new KeptAnswers({
    property: async (name) => local.get(name),
    async commit({ writes }) {
      if (failsToKeep) throw new StoreUnavailableError('full');
      for (const write of writes) if (write.kind === 'set-property') local.set(write.name, write.value);
      return { outcome: 'committed', schemaIds: [] };
    },
  });
  const answers = new Answers({
    async ask(path, spare) {
      asked.push([path, spare]);
      if (away) throw new Error('no way');
      if (path === '/broken') return new Response(null, { status: 500 });
      const body = upstream.get(path);
      return body === undefined ? new Response('{}', { status: 404 }) : Response.json(body);
    },
    kept,
    ttl: 1000,
    now: () => time,
    onState: (state) => states.push(state),
  });
  return {
    answers,
    upstream,
    local,
    asked,
    states,
    goAway: (is: boolean) => {
      away = is;
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

it('asks once for what never changes, also after a restart', async () => {
  const { answers, upstream, asked, local } = edge();
  upstream.set('/a', { n: 1 });
  expect(await Promise.all([answers.lasting('/a'), answers.lasting('/a')])).toEqual([{ n: 1 }, { n: 1 }]);
  expect(await answers.lasting('/a')).toEqual({ n: 1 });
  expect(asked).toEqual([['/a', false]]);
  const restarted = edge(local);
  restarted.goAway(true);
  expect(await restarted.answers.lasting('/a')).toEqual({ n: 1 });
  expect(restarted.asked).toEqual([]);
  expect([await restarted.answers.knows('/a'), await restarted.answers.knows('/b')]).toEqual([true, false]);
  expect(await edge(local).answers.knows('/a')).toBe(true);
});

it('asks again for what is not there, and for what may change, once it is old', async () => {
  const { answers, upstream, asked, pass } = edge();
  expect(await answers.lasting('/a')).toBeUndefined();
  upstream.set('/a', [1]);
  expect(await answers.lasting('/a')).toBeUndefined();
  pass(1000);
  expect(await answers.current('/a')).toEqual([1]);
  upstream.set('/a', [1, 2]);
  expect(await answers.current('/a')).toEqual([1]);
  pass(1000);
  expect(await answers.current('/a')).toEqual([1, 2]);
  expect(asked).toEqual([
    ['/a', false],
    ['/a', true],
    ['/a', true],
  ]);
});

it('answers what was when the upstream is away, says since when, and does not ask all the time', async () => {
  const { answers, upstream, asked, states, goAway, pass } = edge();
  upstream.set('/a', 'then');
  await answers.current('/a');
  expect(answers.staleFor).toBeUndefined();
  goAway(true);
  pass(5000);
  expect(await answers.current('/a')).toBe('then');
  expect(await answers.current('/a')).toBe('then');
  expect(answers.staleFor).toBe(5);
  expect(asked).toHaveLength(2);
  await expect(answers.current('/unknown')).rejects.toThrow(StoreUnavailableError);
  goAway(false);
  pass(1000);
  upstream.set('/a', 'now');
  expect(await answers.current('/a')).toBe('now');
  expect(answers.staleFor).toBeUndefined();
  expect(states).toEqual(['away', 'back']);
  await expect(answers.current('/broken')).rejects.toThrow(StoreUnavailableError);
});

it('keeps in mind that something is gone', async () => {
  const { answers, upstream, local, goAway, pass } = edge();
  upstream.set('/a', [1]);
  await answers.current('/a');
  upstream.delete('/a');
  pass(1000);
  expect(await answers.current('/a')).toBeUndefined();
  expect(local.get('upstream /a')).toBe('null');
  goAway(true);
  pass(1000);
  expect(await answers.current('/a')).toBeUndefined();
});

it('serves what it can not keep', async () => {
  const { answers, upstream } = edge(new Map(), true);
  upstream.set('/a', 1);
  expect(await answers.lasting('/a')).toBe(1);
});

it('writes subjects into paths, but for those that a path can not hold', () => {
  expect(['a/b', 'ü ?', '...'].map(pathOf)).toEqual(['a%2Fb', '%C3%BC%20%3F', '...']);
  expect(['', '.', '..', '\ud800'].map(pathOf)).toEqual(Array(4).fill(undefined));
});

it('takes http and https URLs without credentials for an upstream', () => {
  expect(() => assertUpstreamUrl('https://registry.example/base')).not.toThrow();
  for (const url of ['registry', 'ftp://a/', 'https://user:pass@a/'])
    expect(() => assertUpstreamUrl(url)).toThrow(UpstreamUrlError);
});

it('does much work in turns, and keeps its order', async () => {
  let under = 0;
  let most = 0;
  const items = Array.from({ length: 40 }, (_, n) => n);
  const results = await inTurns(items, async (n) => {
    under += 1;
    most = Math.max(most, under);
    await Promise.resolve();
    under -= 1;
    return n * 2;
  });
  expect(results).toEqual(items.map((n) => n * 2));
  expect(most).toBeLessThanOrEqual(16);
});
