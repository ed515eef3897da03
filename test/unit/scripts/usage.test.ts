import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const run = (option: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/make-notices.ts', option], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

it('a script says how it is used, and what is wrong with an option, and does nothing else', () => {
  expect(run('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('[--output FILE]') as string,
  });
  expect(run('--outptu')).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^Unknown option '--outptu'.*\n$/) as string,
  });
});
