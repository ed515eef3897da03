import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { complaintOf } from '../../src/commands/complaint.ts';
import { exitCodeOf } from '../../src/commands/exit-codes.ts';
import { buildProgram } from '../../src/commands/program.ts';
import { loadConfig } from '../../src/config.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import { auditFiles, auditLines, recordRuns } from '../helpers/audit-trails.ts';
import { add, write } from '../helpers/changes.ts';
import { directoryOf } from '../helpers/files.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

async function run(words: readonly string[], settings: Readonly<Record<string, string>>) {
  let [output, told] = ['', ''];
  const program = buildProgram({
    config: () => loadConfig({ DATA_DIR: temporaryDirectory(), ...settings }),
    write: (text) => {
      output += text;
    },
    tell: (text) => {
      told += text;
    },
    serve: async () => undefined,
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return { code: 0, output, told, complaint: '' };
  } catch (error) {
    return { code: exitCodeOf(error), output, told, complaint: complaintOf(error) };
  }
}

describe('commands that change something', () => {
  it('are recorded, whether they succeed or not', async () => {
    const root = temporaryDirectory();
    const tree = directoryOf({ 'a/1.json': '{}' });
    const settings = {
      DATA_DIR: join(root, 'data'),
      BACKUP_DIR: join(root, 'backups'),
      SCHEMA_DIR: tree,
      AUDIT_LOG: join(root, 'audit'),
    };
    const store = await openSqliteStore({ directory: settings.DATA_DIR });
    await write(store, add('b', 1, '{}'));
    await store.close();
    await run(['migrate', 'up'], settings);
    // Refused: it would lose what is in the store.
    await run(['migrate', 'down'], settings);
    await run(['migrate', 'up'], settings);
    await run(['apply'], settings);
    await run(['backup'], settings);
    const [name = ''] = readdirSync(settings.BACKUP_DIR);
    const elsewhere = { ...settings, DATA_DIR: join(root, 'other') };
    await run(['restore', join(settings.BACKUP_DIR, name)], elsewhere);
    await run(['import', tree], elsewhere);
    await run(['restore', join(root, 'none')], elsewhere);

    const lines = auditLines(settings.AUDIT_LOG).filter(({ event }) => event !== 'audit.opened');
    expect(lines.map(({ event, outcome }) => [event, outcome])).toEqual([
      ['migrations.applied', 'success'],
      ['migrations.taken-back', 'failure'],
      ['migrations.applied', 'success'],
      ['schema-directory.applied', 'success'],
      ['backup.made', 'success'],
      ['backup.restored', 'success'],
      ['schema-directory.imported', 'failure'],
      ['backup.restored', 'failure'],
    ]);
    expect(lines[3]).toMatchObject({
      actor: `operator:${userInfo().username}`,
      details: { directory: tree, problems: 0, applied: 1, changes: [expect.any(String)] },
    });
    expect(lines[5]).toMatchObject({ details: { records: { schemas: 1, versions: 2 } } });
    expect(lines[6]).toMatchObject({ details: { directory: tree, problems: 1 } });
    expect(lines[7]).toMatchObject({ details: { reason: expect.stringContaining('There is no backup ') } });
    expect(await run(['audit', 'verify'], settings)).toMatchObject({ code: 0, complaint: '' });
  });

  it('are not begun when they can not be recorded', async () => {
    const root = directoryOf({ audit: '' });
    const settings = { DATA_DIR: join(root, 'data'), AUDIT_LOG: join(root, 'audit') };
    const refused = await run(['migrate', 'up'], settings);
    expect(refused).toMatchObject({ code: 1, complaint: expect.stringMatching(/audit log can't be kept/) });
    expect(readdirSync(root)).toEqual(['audit']);
  });

  it('keep their output free of what is recorded there, and tell what they find', async () => {
    const data = temporaryDirectory();
    const printed = await run(['migrate', 'up', '--json'], { DATA_DIR: data, AUDIT_LOG: 'stdout' });
    expect(JSON.parse(printed.output)).toHaveProperty('applied');
    expect(JSON.parse(printed.told)).toMatchObject({ seq: 1, event: 'migrations.applied' });
    await recordRuns(join(data, 'audit'), [1]);
    writeFileSync(auditFiles(join(data, 'audit'))[0] ?? '', '{"seq', { flag: 'a' });
    expect((await run(['migrate', 'up'], { DATA_DIR: data })).told).toMatch(
      /^schemagate: audit log, chain 1: its last line was torn/,
    );
  });
});

describe('schemagate audit verify', () => {
  it('says how long each chain is, and that it is good', async () => {
    const directory = temporaryDirectory();
    await recordRuns(directory, [2]);
    const { hash } = JSON.parse(
      readFileSync(auditFiles(directory)[0] ?? '', 'utf8').split('\n')[2] ?? '',
    ) as {
      hash: string;
    };
    const good = { code: 0, output: `chain 1: 3 lines in 1 file, the last 3:${hash}\n`, complaint: '' };
    expect(await run(['audit', 'verify', directory, '--anchor', `3:${hash}`], {})).toMatchObject(good);
    expect(await run(['audit', 'verify'], { AUDIT_LOG: directory })).toMatchObject(good);
    const json = await run(['audit', 'verify', auditFiles(directory)[0] ?? '', '--json'], {});
    expect(JSON.parse(json.output)).toMatchObject({ ok: true, chains: [{ lines: 3, faults: [] }] });
    const other = `${hash.slice(1)}${hash[0]}`;
    expect(await run(['audit', 'verify', directory, '--anchor', `3:${other}`], {})).toMatchObject({
      code: 1,
    });
  });

  it('names each line that is not as it was written, with exit code 1', async () => {
    const directory = temporaryDirectory();
    await recordRuns(directory, [2]);
    const [file = ''] = auditFiles(directory);
    writeFileSync(file, readFileSync(file, 'utf8').replace('key:1', 'key:2'));
    const found = await run(['audit', 'verify', directory], {});
    expect(found).toMatchObject({
      code: 1,
      complaint: 'schemagate: the audit log is not as it was written: 1 fault\n',
    });
    expect(found.output).toContain(
      '\naudit-1-000000000001.jsonl:2: this line was changed after it was written',
    );
    writeFileSync(file, '');
    const empty = await run(['audit', 'verify', directory], {});
    expect(empty.output).toBe(
      'chain 1: 0 lines in 1 file\naudit-1-000000000001.jsonl:1: the end is missing: lines 1 to 3 are gone\n',
    );
  });

  it('takes a log made with a key for good when it has that key', async () => {
    const directory = temporaryDirectory();
    const key = 'k'.repeat(32);
    await recordRuns(directory, [1], { key });
    expect((await run(['audit', 'verify', directory], { AUDIT_KEY: key })).code).toBe(0);
    const without = await run(['audit', 'verify', directory], {});
    expect(without.complaint).toBe('schemagate: the audit log is not as it was written: 2 faults\n');
  });

  it.each([
    [['audit'], {}, 2, /no command/],
    [['audit', 'verify'], { AUDIT_LOG: 'off' }, 2, /AUDIT_LOG is off: give the file/],
    [['audit', 'verify', '--anchor', '1'], {}, 2, /number and the hash of a line/],
    [['audit', 'verify', '/no/such/file'], {}, 1, /ENOENT/],
    [['audit', 'verify', 'docs'], {}, 1, /There is no audit log in docs/],
  ])('refuses %j with %j', async (words, settings, code, complaint) => {
    expect(await run(words, settings)).toMatchObject({
      code,
      complaint: expect.stringMatching(complaint),
    });
  });
});
