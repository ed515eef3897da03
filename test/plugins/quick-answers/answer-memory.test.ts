import { expect, it } from 'vitest';
import { AnswerMemory } from '../../../src/plugins/quick-answers/answer-memory.ts';
import { anything, subjectList, type Topics } from '../../../src/plugins/quick-answers/topics.ts';
import { preparedResponse } from '../../helpers/prepared-response.ts';

const target = { method: 'GET', route: '/x', kind: 'read' } as const;

const response = (body: string, size = 10) => preparedResponse(body, size);

function memory({ maxBytes = 10_000 } = {}) {
  const said: { staleReads: number | undefined } = { staleReads: 0 };
  const answers = new AnswerMemory<string>({ maxBytes, staleReads: () => said.staleReads });
  const keep = (url: string, topics: Topics, { variant = 'v', size = 10 } = {}) => {
    const since = answers.begin();
    if (since) answers.keep(url, { target, url, variant, response: response(url, size), topics, since });
  };
  const knows = (...urls: string[]) => urls.map((url) => answers.find(url) !== undefined);
  return { answers, said, keep, knows };
}

it('forgets what was made from that which changes, and nothing else', () => {
  const { answers, keep, knows } = memory();
  keep('/a', ['a']);
  keep('/ab', ['a', 'b']);
  keep('/b', ['b']);
  keep('/list', [subjectList]);
  keep('/all', [anything]);
  keep('/global', []);
  const urls = ['/a', '/ab', '/b', '/list', '/all', '/global'];
  answers.forget(['a', subjectList]);
  expect(knows(...urls)).toEqual([false, false, true, false, true, true]);
  answers.forget([anything, 'unknown']);
  expect(knows(...urls)).toEqual([false, false, true, false, false, true]);
  answers.forget(undefined);
  expect(knows(...urls)).toEqual([false, false, false, false, false, false]);
  expect([answers.bytes, answers.topics]).toEqual([0, 0]);
});

it('does not keep what was begun before a change, or when the store may have been out of date', () => {
  const { answers, said, keep, knows } = memory();
  const since = answers.begin();
  if (!since) throw new Error('It keeps nothing');
  const late = { target, url: '/a', variant: 'v', response: response('old'), topics: ['a'], since };
  answers.forget(['b']);
  answers.keep('/a', late);
  expect(knows('/a')).toEqual([false]);
  const now = answers.begin() ?? since;
  said.staleReads = 1;
  answers.keep('/a', { ...late, since: now });
  expect(knows('/a')).toEqual([false]);
  said.staleReads = undefined;
  keep('/a', ['a']);
  expect(knows('/a')).toEqual([false]);
});

it('knows several variants of one answer, and forgets them together', () => {
  const { answers, keep, knows } = memory({ maxBytes: 100_000 });
  keep('/a', ['a'], { variant: 'one' });
  keep('/a', ['b'], { variant: 'two' });
  expect([...(answers.find('/a')?.variants.keys() ?? [])]).toEqual(['one', 'two']);
  answers.forget(['a']);
  expect([...knows('/a'), answers.topics]).toEqual([false, 0]);
  // More than anybody asks for in earnest begin anew.
  for (let variant = 0; variant <= 64; variant++) keep('/a', ['a'], { variant: String(variant) });
  expect([...(answers.find('/a')?.variants.keys() ?? [])]).toEqual(['64']);
});

it('does not take another question with the same key for the same', () => {
  const { answers } = memory();
  const since = answers.begin() ?? { changes: 0, staleReads: 0 };
  const keep = (text: string, variant: string) =>
    answers.keep('key', {
      target,
      url: '/a',
      body: Buffer.from(text),
      variant,
      response: response(text),
      topics: ['a'],
      since,
    });
  keep('x', 'one');
  keep('x', 'two');
  expect(answers.find('key')?.variants.size).toBe(2);
  keep('y', 'three');
  expect([...(answers.find('key')?.variants.keys() ?? [])]).toEqual(['three']);
  answers.keep('key', { target, url: '/b', variant: 'four', response: response('z'), topics: [], since });
  expect([...(answers.find('key')?.variants.keys() ?? [])]).toEqual(['four']);
});

it('lets the least used go, and takes nothing that is too large', () => {
  const { answers, keep, knows } = memory({ maxBytes: 4000 });
  for (const url of ['/a', '/b', '/c']) keep(url, [url], { size: 1000 });
  expect(knows('/a', '/b', '/c')).toEqual([false, true, true]);
  expect(answers.topics).toBe(2);
  keep('/d', ['d'], { size: 5000 });
  expect([...knows('/d'), answers.topics]).toEqual([false, 2]);
  expect(answers.bytes).toBeLessThanOrEqual(4000);
});
