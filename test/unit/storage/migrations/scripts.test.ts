import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checksumOf } from '../../../../src/storage/migrations/history.ts';
import { lossOf, readMigrations } from '../../../../src/storage/migrations/scripts.ts';
import { directoryOf } from '../../../helpers/files.ts';

it('are read from a directory, in the order of their names', () => {
  const directory = directoryOf({
    '0002-b.up.sql': 'b',
    '0002-b.down.sql': 'not b',
    '0001-a.up.sql': 'a',
    '0001-a.down.sql': 'not a',
    'notes.md': '',
  });
  expect(readMigrations(directory)).toEqual([
    { name: '0001-a', up: 'a', down: 'not a' },
    { name: '0002-b', up: 'b', down: 'not b' },
  ]);
});

it.each([
  ['-- Loses: all owners.\nDROP TABLE owners;', 'all owners'],
  ['-- Why.\r\n-- Loses: all owners\r\nDROP TABLE owners;', 'all owners'],
  ['-- It loses nothing.\nDROP INDEX later;', undefined],
])('say what is lost on the way down: %j', (down, loss) => {
  expect(lossOf({ name: 'a', up: '', down })).toBe(loss);
});

/** Each script up that a release has: a change to one would be refused by every store it made. */
const released = {
  sqlite: { '0001-initial': 'e23eeb36b5696c92ba7e21bf3452bc9580ee5eaa7ea99cb7af271483a578e8a2' },
  postgres: { '0001-initial': 'b952cdd19c69f6d5583be938be91977f2c58255cdd6bedc3a6c90e5eb9c77b8b' },
};

describe.each(['sqlite', 'postgres'] as const)('those of %s', (engine) => {
  const directory = `src/storage/${engine}/migrations`;
  const migrations = readMigrations(directory);

  it('are numbered without gaps, each with a script up and one down', () => {
    const names = migrations.map(({ name }) => name);
    expect(readdirSync(directory).toSorted()).toEqual(
      names.flatMap((name) => [`${name}.down.sql`, `${name}.up.sql`]),
    );
    expect(names.map((name) => name.slice(0, 5))).toEqual(
      names.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
    );
  });

  it('are what was released', () => {
    const checksums = migrations.map((each) => [each.name, checksumOf(each)]);
    expect(Object.fromEntries(checksums)).toMatchObject(released[engine]);
  });

  it('leave transactions to the program, and say what they lose', () => {
    const scripts = migrations.flatMap(({ up, down }) => [up, down]);
    expect(scripts.filter((sql) => /^\s*(?:BEGIN|COMMIT|ROLLBACK|END)\b/im.test(sql))).toEqual([]);
    const removing = migrations.filter(({ down }) => /^\s*(?:DROP TABLE|DELETE)/im.test(down));
    expect(removing.filter((each) => lossOf(each) === undefined)).toEqual([]);
  });
});
