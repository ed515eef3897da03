import { expect, it } from 'vitest';
import { complaintOf } from '../../src/commands/complaint.ts';
import { exitCodeOf } from '../../src/commands/exit-codes.ts';
import { buildProgram } from '../../src/commands/program.ts';
import { loadConfig } from '../../src/config.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

function fail(text: string): never {
  throw new Error(`told: ${text}`);
}

/** Command lines about the keys of a store of their own. */
function place(settings: Readonly<Record<string, string>> = {}) {
  const DATA_DIR = temporaryDirectory();
  async function keys(...words: readonly string[]) {
    let output = '';
    const program = buildProgram({
      config: () => loadConfig({ DATA_DIR, ...settings }),
      write: (text) => {
        output += text;
      },
      tell: fail,
      serve: async () => undefined,
    });
    try {
      await program.parseAsync(['keys', ...words], { from: 'user' });
      return { code: 0, output, complaint: '' };
    } catch (error) {
      return { code: exitCodeOf(error), output, complaint: complaintOf(error) };
    }
  }
  return { directory: DATA_DIR, keys };
}

it('makes, lists, rotates and revokes keys while a service has the store', async () => {
  const { directory, keys } = place();
  const store = await openSqliteStore({ directory });
  expect(await keys('list')).toEqual({ code: 0, output: 'no keys\n', complaint: '' });
  const made = await keys(
    'create',
    '--name',
    'orders',
    '--grant',
    'writer:orders.',
    'reader',
    '--expires',
    '90d',
  );
  expect(made.output).toMatch(
    /^(\w{12}) {2}orders: active, grants writer:orders\. reader, made \S+Z, ends \S+Z\nsgk_\1_\w{49}\n$/,
  );
  const id = made.output.slice(0, 12);
  const rotated = await keys('rotate', id, '--overlap', '1h', '--expires', '1d');
  expect(rotated.output).toMatch(/, secret before it good until \S+Z\nsgk_/);
  expect(await keys('list')).toMatchObject({ output: rotated.output.replace(/sgk_.*\n/, '') });
  expect((await keys('revoke', id)).output).toMatch(/: revoked, .*, revoked \S+Z\n$/);
  await store.close();
});

it('answers in JSON', async () => {
  const { keys } = place();
  const json = async (...words: readonly string[]) =>
    JSON.parse((await keys(...words, '--json')).output) as Record<string, unknown>;
  const made = await json('create', '--name', 'n', '--grant', 'reader');
  expect(made).toMatchObject({
    name: 'n',
    grants: ['reader'],
    state: 'active',
    key: expect.stringMatching(/^sgk_/),
  });
  const id = String(made['id']);
  expect(await json('rotate', id, '--overlap', '0s')).toMatchObject({
    id,
    key: expect.stringMatching(/^sgk_/),
  });
  expect(await json('revoke', id)).toMatchObject({ id, state: 'revoked' });
  expect(await json('list')).toMatchObject({ keys: [{ id, state: 'revoked' }] });
});

it.each([
  [['create', '--name', 'n'], "schemagate: required option '--grant <grant...>' not specified\n"],
  [['create', '--name', 'n', '--grant', 'owner'], expect.stringContaining('"owner" is no grant')],
  [
    ['create', '--name', 'n', '--grant', 'reader', '--expires', 'soon'],
    expect.stringContaining('Not a length of time'),
  ],
  [['revoke', 'none'], 'schemagate: Key "none" not found.\n'],
])('complains of %j with exit code 2', async (words, complaint) => {
  expect(await place().keys(...words)).toEqual({ code: 2, output: '', complaint });
});
