import { expect, it } from 'vitest';
import type { GuardScope } from '../../../../src/registry/store.ts';
import { ScopeMemory } from '../../../../src/storage/sqlite/scope-memory.ts';

const global: GuardScope = { kind: 'global' };
const subject = (name: string): GuardScope => ({ kind: 'subject', subject: name });

/** A memory over rows that number the reads. */
function counted(rows: Readonly<Record<string, boolean>> = {}) {
  const memory = new ScopeMemory<number>();
  let reads = 0;
  const read = (scope: GuardScope) =>
    memory.row(scope, () => {
      reads += 1;
      return rows['subject' in scope ? scope.subject : ''] === false ? undefined : reads;
    });
  return { memory, read, reads: () => reads };
}

it('reads a row once, for the referrers of a subject too', () => {
  const { read } = counted();
  const found = [
    global,
    subject('a'),
    global,
    subject('a'),
    { kind: 'referrers', subject: 'a' } as const,
  ].map(read);
  expect(found).toEqual([1, 2, 1, 2, 2]);
});

it('remembers that there is no row', () => {
  const { read, reads } = counted({ a: false });
  expect([read(subject('a')), read(subject('a'))]).toEqual([undefined, undefined]);
  expect(reads()).toBe(1);
});

it('tells an empty name from the global scope', () => {
  const { read } = counted();
  expect([global, subject(''), global].map(read)).toEqual([1, 2, 1]);
});

it('reads anew after it was told to forget', () => {
  const { memory, read } = counted();
  read(global);
  memory.forget();
  expect(read(global)).toBe(2);
});

it('holds a bounded number', () => {
  const { read, reads } = counted();
  for (let number = 0; number <= 2000; number++) read(subject(String(number)));
  read(subject('2000'));
  expect(reads()).toBe(2001);
  read(subject('0'));
  expect(reads()).toBe(2002);
});
