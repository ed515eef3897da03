import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { complaintOf } from '../../src/commands/complaint.ts';
import { exitCodeOf } from '../../src/commands/exit-codes.ts';
import { buildProgram } from '../../src/commands/program.ts';
import { loadConfig } from '../../src/config.ts';
import { refusals } from '../../src/registry/refusals.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import { closed, startApi } from '../helpers/api.ts';
import { add, markDeleted, write } from '../helpers/changes.ts';
import { directoryOf } from '../helpers/files.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

type Settings = Readonly<Record<string, string>>;

/** Runs a command line in this process, and says how the process would end. */
async function run(words: readonly string[], settings: Settings = {}) {
  let output = '';
  const program = buildProgram({
    config: () => loadConfig({ BACKUP_SCRATCH_DIR: temporaryDirectory(), ...settings }),
    write: (text) => {
      output += text;
    },
    tell: fail,
    serve: async () => undefined,
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return { code: 0, output, complaint: '' };
  } catch (error) {
    return { code: exitCodeOf(error), output, complaint: complaintOf(error) };
  }
}

function fail(text: string): never {
  throw new Error(`told: ${text}`);
}

const text = (...names: string[]) =>
  JSON.stringify(closed(Object.fromEntries(names.map((name) => [name, 'string']))));

/** Settings of a store that is new. */
const newStore = (): { DATA_DIR: string } => ({ DATA_DIR: join(temporaryDirectory(), 'data') });

describe('schemagate plan and apply', () => {
  it('show and make the changes of a store, once', async () => {
    const settings = { ...newStore(), SCHEMA_DIR: directoryOf({ 'a/1.json': '{}' }) };
    const plan = await run(['plan'], settings);
    expect(plan).toEqual({
      code: 2,
      complaint: 'schemagate: the registry is not as declared\n',
      output: `@@ a @@
+   version 1 (JSON, a/1.json)
+     {}
1 to register, 0 to set, 0 to delete, 0 undeclared, 0 in the way
`,
    });
    const applied = await run(['apply'], settings);
    expect(applied).toMatchObject({ code: 0, output: `${plan.output}applied 1 of 1 changes\n` });
    expect(await run(['plan'], settings)).toMatchObject({ code: 0, complaint: '' });
    expect(await run(['plan', '--json'], settings)).toMatchObject({
      code: 0,
      output: '{"changes":[],"problems":[],"undeclared":[]}\n',
    });
  });

  it('tell problems, and change nothing', async () => {
    const settings = newStore();
    const directory = directoryOf({ 'a/1.json': text('x', 'y'), 'a/2.json': text('x') });
    const plan = await run(['plan', directory], settings);
    expect(plan).toMatchObject({
      code: 1,
      complaint: 'schemagate: 1 problem is in the way; nothing was changed\n',
    });
    expect(plan.output).toMatch(/^! a\/2.json:1: .*PROPERTY_REMOVED/m);
    writeFileSync(join(directory, 'a', 'subject.yaml'), 'level: NONE');
    mkdirSync(join(directory, 'b'));
    writeFileSync(join(directory, 'b', '1.json'), '{');
    const apply = await run(['apply', directory, '--json'], settings);
    expect(apply).toMatchObject({
      code: 1,
      complaint: 'schemagate: 2 problems are in the way; nothing was changed\n',
    });
    expect(JSON.parse(apply.output)).toMatchObject({
      applied: 0,
      problems: [{ path: 'a/subject.yaml', line: 1 }, {}],
    });
    expect((await run(['plan', directoryOf({})], settings)).output).toMatch(/ 0 undeclared/);
  });

  it('reach a running registry by its URL, and prune it when asked', async () => {
    const api = await startApi();
    await api.register('old', {});
    const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const directory = directoryOf({ 'a/1.json': '{}' });
    expect(await run(['apply', directory, '--url', url, '--prune'])).toMatchObject({ code: 0 });
    expect((await api.get('/subjects')).body).toEqual(['a']);
    expect(await run(['plan', directory, '--url', 'http://127.0.0.1:1'])).toMatchObject({
      code: 1,
      complaint: expect.stringContaining("can't be reached"),
    });
  });

  it('say how far they came when a registry refuses half way', async () => {
    const api = await startApi();
    const { registry } = api.app;
    const register = registry.registerSchema;
    // Stands for another writer, between plan and change.
    registry.registerSchema = async (subject, ...rest) => {
      if (subject === 'b') throw refusals.readOnly('b');
      return await register(subject, ...rest);
    };
    const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const directory = directoryOf({ 'a/1.json': '{}', 'b/1.json': '{}', 'c/1.json': '{}' });
    const apply = await run(['apply', directory, '--url', url]);
    expect(apply).toMatchObject({
      code: 1,
      complaint:
        'schemagate: applied 1 of 3 changes; could not register version 1 of b (b/1.json): ' +
        'Subject b in context  is in read-only mode; ' +
        'apply again to go on from there\n',
    });
    expect((await api.get('/subjects')).body).toEqual(['a']);
  });

  it('refuse to share a store with a service, and to go without a directory', async () => {
    const settings = newStore();
    const store = await openSqliteStore({ directory: settings.DATA_DIR });
    try {
      expect(await run(['plan', directoryOf({})], settings)).toMatchObject({
        code: 1,
        complaint: expect.stringMatching(/in use.* by its URL/),
      });
    } finally {
      await store.close();
    }
    expect(await run(['plan'], { ...newStore(), SCHEMA_DIR: '' })).toMatchObject({
      code: 2,
      complaint: 'schemagate: No schema directory: set SCHEMA_DIR, or give one\n',
    });
    const file = join(directoryOf({ file: '' }), 'file');
    expect(await run(['plan', directoryOf({})], { DATA_DIR: file })).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('not a directory'),
    });
  });
});

describe('schemagate export and import', () => {
  it('carry all of a store into another, also while a service uses it', async () => {
    const settings = newStore();
    const store = await openSqliteStore({ directory: settings.DATA_DIR });
    await write(store, add('a', 1, '{}'), add('A', 1, '{}'), add('a', 2, 'true'), markDeleted('a', [1]));
    const [tree, again] = [join(temporaryDirectory(), 'tree'), join(temporaryDirectory(), 'again')];
    const exported = await run(['export', tree], settings);
    expect(exported).toMatchObject({ code: 0, output: `6 files in ${tree}: 6 written, 0 removed\n` });
    await store.close();

    const other = newStore();
    expect(await run(['import', tree], other)).toMatchObject({
      code: 0,
      output: 'imported 2 schemas in 3 versions\n',
    });
    await run(['export', again], other);
    const files = readdirSync(tree, { recursive: true }).map(String).sort();
    expect(readdirSync(again, { recursive: true }).map(String).sort()).toEqual(files);
    for (const path of files.filter((name) => name.includes('.'))) {
      expect(readFileSync(join(again, path))).toEqual(readFileSync(join(tree, path)));
    }
    expect(await run(['import', tree], other)).toMatchObject({
      code: 4,
      complaint: expect.stringContaining('not empty'),
    });
    expect(await run(['plan', tree], other)).toMatchObject({ code: 0 });
  });

  it('tell why a tree is no export, and touch no directory that is none', async () => {
    const settings = newStore();
    const tree = directoryOf({ 'a/1.json': '{}' });
    expect(await run(['import', tree], settings)).toEqual({
      code: 1,
      complaint: 'schemagate: 1 problem is in the way; nothing was changed\n',
      output:
        '! a/1.json: It has no id and timestamp; only an exported tree can be imported, others are applied\n',
    });
    mkdirSync(settings.DATA_DIR, { recursive: true });
    rmSync(settings.DATA_DIR, { recursive: true });
    await run(['apply', tree], settings);
    expect(await run(['export', tree], settings)).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('neither empty nor a tree'),
    });
  });
});
