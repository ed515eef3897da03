import { expect, it } from 'vitest';
import { Topics } from '../../../../src/storage/cached/topics.ts';

const fact = (value: unknown) => ({ value, askedAt: 1 });

function named(question: string, answer: ReturnType<typeof fact>, weight: number) {
  return { key: 'named', question, fact: answer, weight } as const;
}

it('remembers facts of a topic until it is dropped', () => {
  const topics = new Topics(10_000);
  const topic = topics.open('a');
  topics.keep('a', topic, named('question', fact(1), 10));
  topics.keep('a', topic, named('question', fact(2), 10));
  expect(topics.find('a')?.named.facts.get('question')).toMatchObject(fact(2));
  expect(topics.entries).toBe(1);
  topics.drop('a');
  topics.keep('a', topic, named('question', fact(3), 10));
  expect(topics.find('a')).toBeUndefined();
});

it('keeps facts that are in doubt, but no answer that was on its way', () => {
  const topics = new Topics(10_000);
  for (const name of ['a', 'b', 'c']) {
    const topic = topics.open(name);
    topics.keep(name, topic, named('question', fact(name), 10));
    topic.named.loading.set('question', Promise.resolve());
  }
  const before = topics.open('a');
  const { weight } = topics;
  topics.doubtAll(2);
  topics.doubt('a', 3);
  topics.doubt('unknown', 3);
  topics.keep('a', before, named('question', fact('late'), 10));
  expect(topics.find('a')).toMatchObject({ doubtedUntil: 3, named: { loading: new Map() } });
  expect(topics.find('a')?.named.facts.get('question')).toMatchObject(fact('a'));
  expect(topics.find('b')).toMatchObject({ doubtedUntil: 2, named: { loading: new Map() } });
  expect(topics.entries).toBe(3);
  expect(topics.weight).toBe(weight);
});

it('gives up the topics least used beyond its bound, and one that is too large itself', () => {
  const topics = new Topics(3000);
  for (const name of ['a', 'b', 'c', 'd', 'e']) topics.open(name);
  expect(topics.find('a')).toBeUndefined();
  expect(topics.find('e')).toBeDefined();
  expect(topics.weight).toBeLessThanOrEqual(3000);
  topics.keep('e', topics.open('e'), named('question', fact(1), 5000));
  expect(topics.find('e')).toBeUndefined();
});

it('counts each fact once towards its bound', () => {
  const topics = new Topics(10_000);
  const topic = topics.open('a');
  const { weight } = topics;
  topics.keep('a', topic, named('one', fact(1), 1000));
  const { weight: withOne } = topics;
  expect(withOne).toBeGreaterThan(weight + 1000);
  topics.keep('a', topic, named('one', fact(2), 1000));
  expect(topics.weight).toBe(withOne);
  topics.keep('a', topic, named('one', fact(3), 1500));
  expect(topics.weight).toBe(withOne + 500);
  for (const name of ['b', 'c', 'd', 'e', 'f', 'g']) {
    topics.keep(name, topics.open(name), named('one', fact(name), 1000));
  }
  expect(topics.find('a')).toBeUndefined();
  expect(topics.weight).toBeLessThanOrEqual(10_000);
});

it('starts a topic anew when too many questions were asked about it', () => {
  const topics = new Topics(10_000_000);
  const topic = topics.open('a');
  for (let n = 0; n <= 1000; n += 1) topics.keep('a', topic, named(`question ${n}`, fact(n), 1));
  expect(topics.find('a')).toBeUndefined();
});
