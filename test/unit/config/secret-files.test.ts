import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import { directoryOf } from '../../helpers/files.ts';

it('takes a secret from the file that its variable names', () => {
  const directory = directoryOf({ id: 'key\n', secret: ' with space \r\n' });
  const result = loadConfig({
    BACKUP_S3_ACCESS_KEY_ID_FILE: join(directory, 'id'),
    BACKUP_S3_SECRET_ACCESS_KEY_FILE: join(directory, 'secret'),
  });
  expect(result).toMatchObject({
    ok: true,
    config: { BACKUP_S3_ACCESS_KEY_ID: 'key', BACKUP_S3_SECRET_ACCESS_KEY: ' with space' },
  });
});

it('refuses a secret that is given twice, or whose file can not be read', () => {
  const directory = directoryOf({ id: 'key' });
  const result = loadConfig({
    BACKUP_S3_ACCESS_KEY_ID: 'other',
    BACKUP_S3_ACCESS_KEY_ID_FILE: join(directory, 'id'),
    BACKUP_S3_SECRET_ACCESS_KEY_FILE: join(directory, 'none'),
  });
  expect(result).toEqual({
    ok: false,
    problems: [
      'BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_ACCESS_KEY_ID_FILE are both set; take one away.',
      expect.stringMatching(/^BACKUP_S3_SECRET_ACCESS_KEY_FILE is ".*none", which can't be read \(.*ENOENT/),
    ],
  });
});
