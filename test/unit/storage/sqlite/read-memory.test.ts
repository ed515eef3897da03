import { expect, it } from 'vitest';
import { ReadMemory } from '../../../../src/storage/sqlite/read-memory.ts';

/** A memory, and a way to ask it whose answers number the reads. */
function numbered(weight = 0) {
  const memory = new ReadMemory<string>();
  let reads = 0;
  const ask = (topic: string, question: string) =>
    memory.answer(
      topic,
      question,
      () => (reads += 1),
      () => weight,
    );
  return { memory, ask };
}

it('reads the answer to a question about a topic once', () => {
  const { ask } = numbered();
  expect([ask('a', 'x'), ask('a', 'y'), ask('b', 'x'), ask('a', 'x'), ask('b', 'x')]).toEqual([
    1, 2, 3, 1, 3,
  ]);
});

it('remembers that there is nothing', () => {
  const memory = new ReadMemory<string>();
  let reads = 0;
  const ask = () =>
    memory.answer(
      'a',
      'x',
      () => void (reads += 1),
      () => 0,
    );
  expect([ask(), ask(), reads]).toEqual([undefined, undefined, 1]);
});

it('forgets a topic, and everything', () => {
  const { memory, ask } = numbered();
  ask('a', 'x');
  ask('b', 'x');
  memory.forget('a');
  expect([ask('a', 'x'), ask('b', 'x')]).toEqual([3, 2]);
  memory.forgetAll();
  expect([ask('a', 'x'), ask('b', 'x')]).toEqual([4, 5]);
});

it('holds a bounded amount', () => {
  const { ask } = numbered(512 * 1024);
  for (const topic of ['a', 'b', 'c']) ask(topic, 'x');
  expect(ask('a', 'x')).toBe(1);
  ask('d', 'x');
  expect(ask('a', 'x')).toBe(5);
});

it('holds as much again once a topic is forgotten', () => {
  const { memory, ask } = numbered(512 * 1024);
  for (const topic of ['a', 'b', 'c']) ask(topic, 'x');
  memory.forget('b');
  ask('d', 'x');
  expect(ask('a', 'x')).toBe(1);
});

it('tells texts from words', () => {
  const memory = new ReadMemory<string>();
  const ask = (kind: 'words' | 'text') =>
    memory.answer(
      'a',
      'x',
      () => kind,
      () => 0,
      kind,
    );
  expect([ask('words'), ask('text'), ask('words')]).toEqual(['words', 'text', 'words']);
});
