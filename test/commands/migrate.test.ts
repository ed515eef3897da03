import { describe, expect, it } from 'vitest';
import { complaintOf } from '../../src/commands/complaint.ts';
import { exitCodeOf } from '../../src/commands/exit-codes.ts';
import { buildProgram } from '../../src/commands/program.ts';
import { loadConfig } from '../../src/config.ts';
import { programMigrations as postgresMigrations } from '../../src/storage/postgres/migration-scripts.ts';
import { migrateUp } from '../../src/storage/sqlite/migrate.ts';
import { programMigrations } from '../../src/storage/sqlite/migration-scripts.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import { laterMigrations } from '../helpers/later-migrations.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const databases = postgresForFile();
const names = programMigrations.map(({ name }) => name);
const linesOf = (word: string, of: readonly string[]) => of.map((name) => `${word}${name}\n`).join('');

function fail(text: string): never {
  throw new Error(`told: ${text}`);
}

/** A store's directory, and command lines for it. */
function place(DATABASE_URL = '') {
  const directory = temporaryDirectory();
  async function migrate(...words: readonly string[]) {
    let output = '';
    const program = buildProgram({
      config: () => loadConfig({ DATA_DIR: directory, DATABASE_URL }),
      write: (text) => {
        output += text;
      },
      tell: fail,
      serve: async () => undefined,
    });
    try {
      await program.parseAsync(['migrate', ...words], { from: 'user' });
      return { code: 0, output, complaint: '' };
    } catch (error) {
      return { code: exitCodeOf(error), output, complaint: complaintOf(error) };
    }
  }
  return { directory, migrate };
}

describe('schemagate migrate', () => {
  it.each([
    ['sqlite', names],
    ['postgres', postgresMigrations.map(({ name }) => name)],
  ])('goes up, tells where it stands, and goes down on %s', async (engine, all) => {
    const { migrate } = place(engine === 'postgres' ? await databases.create() : '');
    expect(await migrate('status')).toEqual({
      code: 2,
      output: linesOf('pending  ', all),
      complaint: 'schemagate: migrations are pending\n',
    });
    expect(await migrate('up')).toEqual({ code: 0, output: linesOf('applied ', all), complaint: '' });
    expect(await migrate('up')).toMatchObject({ code: 0, output: 'nothing is pending\n' });
    expect(await migrate('status')).toMatchObject({ code: 0, output: linesOf('applied  ', all) });

    const steps = ['--steps', String(all.length)];
    const refused = await migrate('down', ...steps);
    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.complaint).toContain('taking back 0001-initial loses every schema, version and setting');
    expect(refused.complaint).toMatch(/; make a backup, then give --yes\n$/);
    const down = await migrate('down', ...steps, '--yes');
    expect(down).toMatchObject({ code: 0, output: linesOf('took back ', all.toReversed()) });
    expect(await migrate('down')).toMatchObject({ code: 0, output: 'nothing is applied\n' });
  });

  it('answers in JSON', async () => {
    const { migrate } = place();
    const json = async (...words: readonly string[]) => {
      const { code, output } = await migrate(...words, '--json');
      return { code, answer: JSON.parse(output) as unknown };
    };
    expect(await json('status')).toEqual({ code: 2, answer: { applied: [], pending: names } });
    expect(await json('up')).toEqual({ code: 0, answer: { applied: names } });
    expect(await json('status')).toEqual({ code: 0, answer: { applied: names, pending: [] } });
    expect(await json('down', '--yes')).toEqual({ code: 0, answer: { takenBack: names.slice(-1) } });
  });

  it.each([
    [[], 'schemagate: no command; see --help\n'],
    [['sideways'], "schemagate: unknown command 'sideways'\n"],
    [['down', '--steps', '0'], 'schemagate: --steps must be at least 1\n'],
    [
      ['down', '--steps', 'all'],
      "schemagate: option '--steps <count>' argument 'all' is invalid. Not a whole number.\n",
    ],
  ])('complains of %j with exit code 2', async (words, complaint) => {
    expect(await place().migrate(...words)).toEqual({ code: 2, output: '', complaint });
  });

  it('can not change a store that is in use, only tell where it stands', async () => {
    const { directory, migrate } = place();
    const store = await openSqliteStore({ directory });
    expect(await migrate('status')).toMatchObject({ code: 0 });
    for (const word of ['up', 'down']) {
      expect(await migrate(word, ...(word === 'down' ? ['--yes'] : []))).toMatchObject({
        code: 1,
        complaint: expect.stringContaining('is in use'),
      });
    }
    await store.close();
  });

  it('refuses what a newer version migrated', async () => {
    const { directory, migrate } = place();
    await migrateUp({ directory, migrations: laterMigrations('sqlite') });
    for (const words of [['status'], ['up'], ['down', '--yes']]) {
      expect(await migrate(...words)).toMatchObject({
        code: 1,
        output: '',
        complaint: expect.stringContaining('it has 9001-later, which this version does not know'),
      });
    }
  });
});
