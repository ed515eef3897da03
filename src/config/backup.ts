import { Type } from '../typebox.ts';

/** Settings of backups; see docs/operations/backup-and-restore.md. */
export const backupSettings = {
  BACKUP_DIR: Type.String({
    default: '',
    description:
      'Where backups of this registry, and of no other, are kept: a directory, or `s3://bucket/prefix`. Empty: none are made.',
  }),
  BACKUP_SCHEDULE: Type.String({
    default: '',
    description:
      'When backups are made, in cron syntax and UTC, such as `0 3 * * *`. Empty: only on demand. ' +
      'Of several instances on one database that have it, one makes the backup of each time.',
  }),
  BACKUP_RETENTION_COUNT: Type.Integer({
    default: 30,
    minimum: 0,
    description:
      'How many backups to keep, the newest; older ones are removed after each verified one. 0: no limit.',
  }),
  BACKUP_RETENTION_DAYS: Type.Integer({
    default: 0,
    minimum: 0,
    description:
      'Age in days above which backups are removed, after each verified one; the newest stays. 0: no limit.',
  }),
  BACKUP_SCRATCH_DIR: Type.String({
    default: '',
    description:
      'Directory for what a backup needs while it is made and verified: three times the size of the store. ' +
      'Empty: `DATA_DIR`.',
  }),
  BACKUP_S3_ENDPOINT: Type.String({
    default: '',
    description: 'URL of the S3 service, without the bucket. Empty: AWS, in the region.',
  }),
  BACKUP_S3_REGION: Type.String({
    default: 'us-east-1',
    minLength: 1,
    description: 'Region of the S3 service.',
  }),
  BACKUP_S3_ACCESS_KEY_ID: Type.String({ default: '', description: 'Access key id for S3.' }),
  BACKUP_S3_ACCESS_KEY_ID_FILE: Type.String({
    default: '',
    description: 'File that holds `BACKUP_S3_ACCESS_KEY_ID`.',
  }),
  BACKUP_S3_SECRET_ACCESS_KEY: Type.String({ default: '', description: 'Secret access key for S3.' }),
  BACKUP_S3_SECRET_ACCESS_KEY_FILE: Type.String({
    default: '',
    description: 'File that holds `BACKUP_S3_SECRET_ACCESS_KEY`.',
  }),
};
