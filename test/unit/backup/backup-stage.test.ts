import { expect, it } from 'vitest';
import { BackupError, inStage, stageOf } from '../../../src/backup/backup-stage.ts';

it('says at which stage a backup failed, once', async () => {
  const cause = new Error('no space');
  const inner = inStage('dump', () => Promise.reject(cause));
  await expect(inner).rejects.toMatchObject({ stage: 'dump', message: 'no space', cause });
  await expect(inStage('store', () => inner)).rejects.toMatchObject({ stage: 'dump' });
  const odd = inStage('verify', async () => {
    // oxlint-disable-next-line typescript/only-throw-error -- what a library may do
    throw 'text';
  });
  await expect(odd).rejects.toEqual(new BackupError('verify', 'text'));
  expect([stageOf(new BackupError('dump', '')), stageOf(new Error('other'))]).toEqual(['dump', 'store']);
  await expect(inStage('verify', async () => 7)).resolves.toBe(7);
});
