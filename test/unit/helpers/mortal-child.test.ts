import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { endsWithParent, mortal } from '../../helpers/mortal-child.ts';

const lasting = JSON.stringify(
  mortal(process.execPath, ['-e', "console.log('child'); setInterval(() => undefined, 1e8)"]),
);

it.skipIf(!endsWithParent)(
  'ends with its parent, even when that is killed (skipped without setpriv)',
  async () => {
    const starts = `require('node:child_process').spawn(...${lasting}, { stdio: 'inherit' })`;
    const parent = spawn(...mortal(process.execPath, ['-e', starts]), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('child\n');
    parent.kill('SIGKILL');
    // The child writes there too: it closes when both have ended.
    expect(await once(parent, 'close')).toEqual([null, 'SIGKILL']);
  },
);

it('is how every test starts a process', () => {
  const others = globSync('test/**/*.ts').filter((path) =>
    /[^.]\bspawn\((?!\.\.\.mortal\()/.test(readFileSync(path, 'utf8')),
  );
  expect(others).toEqual([]);
});
