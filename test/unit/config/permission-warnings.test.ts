import { expect, it } from 'vitest';
import { isLentByRoot } from '../../../src/config/permission-warnings.ts';

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
