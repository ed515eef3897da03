import { describe, expect, it } from 'vitest';
import { allows, mayRead } from '../../../src/access/decide.ts';
import { type AccessNeed, needText } from '../../../src/access/need.ts';
import { anonymous, type Grant, type Principal } from '../../../src/access/principal.ts';
import { rightsOf } from '../../../src/access/rights.ts';

function withGrants(...grants: Grant[]): Principal {
  return { kind: 'key', id: '1', name: 'test', grants };
}

const people = {
  nobody: anonymous,
  reader: withGrants({ role: 'reader', subjects: '' }),
  'own reader': withGrants({ role: 'reader', subjects: 'own.' }),
  writer: withGrants({ role: 'writer', subjects: '' }),
  'own writer': withGrants({ role: 'writer', subjects: 'own.' }),
  admin: withGrants({ role: 'admin', subjects: '' }),
  'own admin': withGrants({ role: 'admin', subjects: 'own.' }),
  metrics: withGrants({ role: 'metrics', subjects: '' }),
  'reader who writes own': withGrants(
    { role: 'reader', subjects: '' },
    { role: 'writer', subjects: ':.:own.' },
  ),
  'of another context': withGrants({ role: 'admin', subjects: ':.elsewhere:' }),
} as const;
type Person = keyof typeof people;

const read: AccessNeed = { action: 'read', subject: 'path' };
const list: AccessNeed = { action: 'read', subject: 'listed' };
const write: AccessNeed = { action: 'write', subject: 'path' };
const administer: AccessNeed = { action: 'admin', subject: 'path' };
const administerAll: AccessNeed = { action: 'admin', subject: 'none' };

/** Who is let through; everybody else is not. */
const cases: readonly (readonly [what: string, AccessNeed, subject: string | undefined, Person[]])[] = [
  ['anything public', { action: 'public' }, undefined, Object.keys(people) as Person[]],
  ['metrics', { action: 'metrics' }, undefined, ['metrics', 'admin']],
  [
    'reading a subject, whichever: the answer depends on it',
    read,
    'other.a',
    ['reader', 'own reader', 'writer', 'own writer', 'admin', 'own admin', 'reader who writes own'],
  ],
  [
    'lists',
    list,
    undefined,
    ['reader', 'own reader', 'writer', 'own writer', 'admin', 'own admin', 'reader who writes own'],
  ],
  ['writing one', write, 'own.a', ['writer', 'own writer', 'admin', 'own admin', 'reader who writes own']],
  [
    'writing one that spells the default context',
    write,
    ':.:own.a',
    ['writer', 'own writer', 'admin', 'own admin', 'reader who writes own'],
  ],
  ['writing another', write, 'other.a', ['writer', 'admin']],
  ['writing one that only looks alike', write, 'own', ['writer', 'admin']],
  ['administering one', administer, 'own.a', ['admin', 'own admin']],
  ['administering another', administer, 'other.a', ['admin']],
  ['what a path calls all subjects', administer, ':.:', ['admin']],
  ['what is set for all subjects', administerAll, undefined, ['admin']],
  ['all subjects, whatever the path says', administerAll, 'own.a', ['admin']],
];

describe('rights', () => {
  it.each(cases)('to %s', (_what, need, subject, allowed) => {
    const actual = Object.entries(people).filter(([, person]) => allows(rightsOf(person), need, subject));
    expect(actual.map(([name]) => name).sort()).toEqual([...allowed].sort());
  });

  it('tell what may be read', () => {
    const readable = (subject: string) =>
      Object.entries(people).filter(([, person]) => mayRead(rightsOf(person), subject)).length;
    expect([readable('own.a'), readable(':.:own.a'), readable('other.a')]).toEqual([7, 7, 4]);
    // What is set for all subjects is no subject's secret.
    expect(readable(':.:')).toBe(Object.keys(people).length);
  });

  it('are worked out once for each principal, and name alike who may read the same', () => {
    expect(rightsOf(people.reader)).toBe(rightsOf(people.reader));
    const readers = (['own reader', 'own writer', 'own admin'] as const).map(
      (person) => rightsOf(people[person]).bounds.write.reader,
    );
    expect(new Set(readers)).toEqual(new Set(['["own."]']));
    expect(rightsOf(people.reader).bounds.read.reader).toBeUndefined();
  });

  it('bound changes by what is about to be done', () => {
    const { bounds } = rightsOf(people['own writer']);
    expect(bounds.read.change.isEmpty).toBe(true);
    expect(bounds.write.change.prefixes).toEqual(['own.']);
    expect(bounds.admin.change.isEmpty).toBe(true);
  });
});

it('tells needs in words', () => {
  const texts = cases.map(([, need]) => needText(need));
  expect(texts).toContain('Open to all.');
  expect(texts).toContain('Needs the role metrics.');
  expect(texts).toContain('Needs the role admin for all subjects.');
  expect(needText({ ...write, permanent: 'admin' })).toBe(
    'Needs the role writer for the subject, and admin to delete for good.',
  );
  expect(needText({ action: 'read', subject: 'none' })).toContain('whichever');
});
