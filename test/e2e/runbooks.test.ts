import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blocksOf } from '../helpers/markdown.ts';
import { runShell } from '../helpers/runbook.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** The commands of a runbook; those of its lists are set in. */
function commandsOf(name: string): string[] {
  const page = readFileSync(`docs/runbooks/${name}.md`, 'utf8').replaceAll(/^ {3}/gm, '');
  return blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text);
}

it('rotates keys, goes back a version and restores with the commands that the runbooks show', async () => {
  const cwd = temporaryDirectory();
  const run = async (script: string, code = 0, env: NodeJS.ProcessEnv = {}): Promise<string> => {
    const done = await runShell(`{ set -e\n${script}\n} 2>&1`, {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
    });
    expect({ script, ...done }).toMatchObject({ script, code });
    return done.output;
  };
  const made = await run(
    'npx schemagate migrate up; npx schemagate keys create --name a --grant reader --json',
  );
  const { id = '' } = JSON.parse(made.trim().split('\n').at(-1) ?? '') as { readonly id?: string };
  const [list = '', rotate = '', revoke = ''] = commandsOf('key-rotation');
  expect(await run(`${list}${rotate}${revoke}${list}`, 0, { ID: id })).toMatch(
    new RegExp(`${id}  a: active[^]*sgk_${id}_[^]*${id}  a: revoked`),
  );

  const [status = '', down = ''] = commandsOf('rollback');
  expect(await run(status)).toContain('"pending":[]');
  expect(await run(down, 2)).toContain('loses');
  expect(await run(`npx schemagate migrate down --steps 1 --yes`)).toContain('took back');
  await run('npx schemagate migrate up');

  const [find = '', restore = ''] = commandsOf('restore');
  expect(await run(`ln -s before-rollback backups\n${find}${restore}`)).toMatch(
    /is good[^]*restored 0 schemas/,
  );
}, 120_000);
