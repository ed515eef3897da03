import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isLentByRoot, permissionWarnings } from '../../../src/config/permission-warnings.ts';
import { directoryOf } from '../../helpers/files.ts';

const service = { uid: 1000, groups: [1000, 2000] };

it.each([
  ['as Kubernetes gives a secret to a pod', { mode: 0o100440, uid: 0, gid: 2000 }, service, true],
  ['that everybody may read', { mode: 0o100444, uid: 0, gid: 2000 }, service, false],
  ['that the group may write', { mode: 0o100660, uid: 0, gid: 2000 }, service, false],
  ['of another group', { mode: 0o100440, uid: 0, gid: 3000 }, service, false],
  ['of another user', { mode: 0o100440, uid: 1001, gid: 2000 }, service, false],
  ['of a service that is root itself', { mode: 0o100440, uid: 0, gid: 0 }, { uid: 0, groups: [0] }, false],
])('a file %s', (_name, file, who, lent) => {
  expect(isLentByRoot(file, who)).toBe(lent);
});

it.each([
  ['FLAGS_FILE', 0o664, ['it should have mode 644']],
  ['FLAGS_FILE', 0o644, []],
  ['AUDIT_KEY_FILE', 0o640, ['it should have mode 600']],
  ['TLS_KEY_FILE', 0o644, ['it should have mode 600']],
  ['TLS_CERT_FILE', 0o644, []],
])('of %s, mode %o', (name, mode, advice) => {
  const path = join(directoryOf({ file: '' }), 'file');
  chmodSync(path, mode);
  const warnings = permissionWarnings({ AUDIT_KEY: '', [name]: path });
  expect(warnings.map((warning) => warning.slice(warning.indexOf('; ') + 2))).toEqual(advice);
});
