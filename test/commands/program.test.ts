import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { complaintOf } from '../../src/commands/complaint.ts';
import { exitCodeOf } from '../../src/commands/exit-codes.ts';
import { buildProgram } from '../../src/commands/program.ts';
import { loadConfig } from '../../src/config.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import { version } from '../../src/version.ts';
import { add, write } from '../helpers/changes.ts';
import { directoryOf } from '../helpers/files.ts';
import { startS3Server } from '../helpers/s3-server.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

type Settings = Readonly<Record<string, string>>;

/** Runs a command line in this process, and says how the process would end. */
async function run(words: readonly string[], settings: Settings = {}) {
  let output = '';
  let served = 0;
  const program = buildProgram({
    config: () => loadConfig({ DATA_DIR: temporaryDirectory(), ...settings }),
    write: (text) => {
      output += text;
    },
    tell: fail,
    serve: async () => {
      served += 1;
    },
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return { code: 0, output, complaint: '', served };
  } catch (error) {
    return { code: exitCodeOf(error), output, complaint: complaintOf(error), served };
  }
}

function fail(text: string): never {
  throw new Error(`told: ${text}`);
}

/** Settings of a store with two schemas, and of a place for backups. */
async function filledStore(): Promise<{ settings: Settings; backups: string }> {
  const root = temporaryDirectory();
  const [data, backups] = [join(root, 'data'), join(root, 'backups')];
  const store = await openSqliteStore({ directory: data });
  await write(store, add('a', 1, '{}'), add('a', 2, 'true'));
  await store.close();
  return {
    settings: { DATA_DIR: data, BACKUP_DIR: backups, BACKUP_SCRATCH_DIR: join(root, 'scratch') },
    backups,
  };
}

describe('schemagate', () => {
  it('prints help and its version', async () => {
    for (const words of [['--help'], ['backup', '--help'], ['backup', 'verify', '-h']]) {
      const help = await run(words);
      expect(help).toMatchObject({ code: 0, complaint: '' });
      expect(help.output).toMatch(/^Usage: schemagate /);
    }
    expect((await run(['--help'])).output).toContain('Exit codes: 0 done');
    expect(await run(['--version'])).toMatchObject({ code: 0, output: `${version}\n` });
  });

  it.each([
    [[], 'schemagate: no command; see --help\n'],
    [['bakcup'], "schemagate: unknown command 'bakcup' (Did you mean backup?)\n"],
    [['backup', '--form', 'x'], "schemagate: unknown option '--form'\n"],
    [['restore'], "schemagate: missing required argument 'file'\n"],
    [['backup', 'verify'], "schemagate: missing required argument 'file'\n"],
    [['backup'], 'schemagate: No place for backups: set BACKUP_DIR, or give --to\n'],
    [['backup', 'list'], 'schemagate: No place for backups: set BACKUP_DIR, or give --in\n'],
    [['backup', '--to', 'ftp://x'], 'schemagate: "ftp://x" is neither a directory nor s3://bucket/prefix\n'],
  ])('complains of %j in one line, with exit code 2', async (words, complaint) => {
    expect(await run(words)).toMatchObject({ code: 2, output: '', complaint });
  });

  it('complains of wrong settings as the service does', async () => {
    expect(await run(['backup'], { PORT: 'x' })).toMatchObject({
      code: 2,
      complaint: 'schemagate: PORT is "x"; expected a whole number from 0 to 65535.\n',
    });
  });

  it('serves', async () => {
    expect(await run(['serve'])).toMatchObject({ code: 0, served: 1 });
  });

  it('says of anything else that failed what it says itself, in one line', () => {
    expect(complaintOf(new Error('first\n  second'))).toBe('schemagate: first second\n');
    expect(complaintOf('text')).toBe('schemagate: text\n');
    expect(exitCodeOf('text')).toBe(1);
  });
});

describe('schemagate backup', () => {
  it('makes a backup, lists it, verifies it; restore brings it back', async () => {
    const { settings, backups } = await filledStore();
    expect(await run(['backup', 'list'], settings)).toMatchObject({ code: 0, output: 'no backups\n' });
    const made = await run(['backup'], settings);
    expect(made).toMatchObject({ code: 0, complaint: '' });
    const [name = ''] = readdirSync(backups);
    expect(made.output).toMatch(
      /^schemagate-\S+ in \S+backups: \d+ B, 2 schemas, 2 versions, 0 configs, 0 modes, 0 properties; restored and compared in \d+\.\d s\n$/,
    );
    expect((await run(['backup', 'list'], settings)).output).toMatch(new RegExp(`^${name} {2}\\d+ B\n$`));
    const file = join(backups, name);
    expect((await run(['backup', 'verify', file])).output).toMatch(
      /^\S+ is good: made \S+Z by Schemagate \S+ from sqlite, 2 schemas, 2 versions, /,
    );

    const target = { DATA_DIR: join(temporaryDirectory(), 'new') };
    const restored = await run(['restore', file], target);
    expect(restored).toMatchObject({ code: 0, complaint: '' });
    expect(restored.output).toMatch(/^restored 2 schemas, 2 versions, .* as of \d{4}-\S+Z\n$/);
    const again = await run(['restore', file], target);
    expect(again).toMatchObject({
      code: 4,
      complaint: 'schemagate: The store is not empty. Give a new one, by another DATA_DIR or DATABASE_URL\n',
    });
    const store = await openSqliteStore({ directory: target.DATA_DIR });
    expect((await store.versions('a')).map(({ id }) => id)).toEqual([1, 2]);
    await store.close();
  });

  it('leaves out ids for schemas registered after the backup, when told to', async () => {
    const { settings, backups } = await filledStore();
    await run(['backup'], settings);
    const file = join(backups, readdirSync(backups)[0] ?? '');
    const target = { DATA_DIR: temporaryDirectory() };
    const wrong = await run(['restore', file, '--skip-ids', 'many'], target);
    expect([wrong.code, wrong.complaint]).toEqual([2, expect.stringContaining('Not a whole number.')]);
    expect(await run(['restore', file, '--skip-ids', '1000'], target)).toMatchObject({ code: 0 });
    const store = await openSqliteStore({ directory: target.DATA_DIR });
    expect(await write(store, add('b', 1, '[]'))).toEqual([1003]);
    await store.close();
  });

  it('answers in JSON', async () => {
    const { settings, backups } = await filledStore();
    const json = async (words: readonly string[], more: Settings = settings) =>
      JSON.parse((await run([...words, '--json'], more)).output) as Record<string, unknown>;
    const records = { schemas: 2, versions: 2, configs: 0, modes: 0, properties: 0 };
    const made = await json(['backup']);
    expect(made).toMatchObject({ location: backups, records, removed: [] });
    expect(await json(['backup', 'list'])).toMatchObject({
      backups: [{ name: made['name'], size: made['size'] }],
    });
    const file = join(backups, String(made['name']));
    expect(await json(['backup', 'verify', file])).toMatchObject({
      verified: true,
      engine: 'sqlite',
      records,
    });
    expect(await json(['restore', file], { DATA_DIR: temporaryDirectory() })).toMatchObject({
      file,
      records,
    });
  });

  it('keeps to its retention in BACKUP_DIR, and removes nothing elsewhere', async () => {
    const { settings, backups } = await filledStore();
    const elsewhere = temporaryDirectory();
    for (let round = 0; round < 3; round += 1) {
      expect((await run(['backup'], { ...settings, BACKUP_RETENTION_COUNT: '1' })).code).toBe(0);
      const words = ['backup', '--to', elsewhere];
      expect((await run(words, { ...settings, BACKUP_RETENTION_COUNT: '1' })).code).toBe(0);
    }
    expect(readdirSync(backups)).toHaveLength(1);
    expect(readdirSync(elsewhere)).toHaveLength(3);
    expect((await run(['backup', 'list', '--in', elsewhere])).output.split('\n')).toHaveLength(4);
  });

  it('works with S3 in both directions', async () => {
    const s3 = await startS3Server();
    const { settings } = await filledStore();
    const place = `s3://${s3.bucket}/registry`;
    const made = await run(['backup', '--to', place, '--json'], { ...settings, ...s3.settings });
    const { name } = JSON.parse(made.output) as { name: string };
    const url = `${place}/${name}`;
    expect(await run(['backup', 'verify', url], s3.settings)).toMatchObject({ code: 0 });
    const target = { DATA_DIR: temporaryDirectory(), ...s3.settings };
    expect((await run(['restore', url], target)).output).toMatch(/^restored 2 schemas/);
  });

  it('refuses a file that is no good, with exit code 3, and makes no store of it', async () => {
    const { settings, backups } = await filledStore();
    await run(['backup'], settings);
    const good = readFileSync(join(backups, readdirSync(backups)[0] ?? ''));
    const directory = directoryOf({ cut: good.subarray(0, good.length - 9), text: 'subject,version' });
    const target = join(directory, 'new');
    for (const [file, complaint] of [
      ['text', /^schemagate: The file is not a backup of Schemagate: .*\n$/],
      ['cut', /^schemagate: The backup is not whole: .*\n$/],
    ] as const) {
      const path = join(directory, file);
      for (const words of [
        ['restore', path],
        ['backup', 'verify', path],
      ]) {
        const refused = await run(words, { DATA_DIR: target });
        expect([refused.code, refused.output]).toEqual([3, '']);
        expect(refused.complaint).toMatch(complaint);
      }
      // What can be told from its beginning is told before a store is made.
      expect(existsSync(join(target, 'schemagate.db'))).toBe(false);
    }
    const missing = await run(['restore', join(directory, 'none')], { DATA_DIR: target });
    expect(missing).toMatchObject({ code: 1, complaint: expect.stringContaining('There is no backup ') });
    const folder = await run(['backup', 'verify', directory]);
    expect(folder).toMatchObject({ code: 1, complaint: expect.stringContaining('name a backup in it') });
  });

  it('can not restore while another process has the store', async () => {
    const { settings, backups } = await filledStore();
    await run(['backup'], settings);
    const store = await openSqliteStore({ directory: settings['DATA_DIR'] ?? '' });
    const refused = await run(['restore', join(backups, readdirSync(backups)[0] ?? '')], settings);
    expect(refused).toMatchObject({ code: 1, complaint: expect.stringContaining('is in use') });
    await store.close();
  });

  it('fails where there is no store, and leaves nothing there', async () => {
    const root = temporaryDirectory();
    writeFileSync(join(root, 'keep'), '');
    const settings = { DATA_DIR: join(root, 'none'), BACKUP_SCRATCH_DIR: join(root, 'scratch') };
    const failed = await run(['backup', '--to', join(root, 'backups')], settings);
    expect(failed.code).toBe(1);
    expect(failed.complaint).toMatch(/^schemagate: .*schemagate\.db.*\n$/);
    expect(readdirSync(join(root, 'backups'))).toEqual([]);
    expect(readdirSync(join(root, 'scratch'))).toEqual([]);
    expect(readdirSync(join(root, 'none'))).toEqual(['audit']);
  });
});
