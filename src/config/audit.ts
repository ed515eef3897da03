import { Type } from '../typebox.ts';

/** Settings of the audit log; see docs/audit.md. */
export const auditSettings = {
  AUDIT_LOG: Type.String({
    default: '',
    description:
      'Where the audit log is kept: a directory, `stdout` (among the lines of the log), or `off`. ' +
      'Empty: `audit` in `DATA_DIR`.',
  }),
  AUDIT_KEY: Type.String({
    default: '',
    description:
      'Key of the audit log, of 32 characters at least: who does not have it can not make lines that pass for true ' +
      'ones. Older keys may follow, behind spaces or line ends. Empty: the chain shows changes only to those who ' +
      'noted its last hash elsewhere.',
  }),
  AUDIT_KEY_FILE: Type.String({ default: '', description: 'File that holds `AUDIT_KEY`.' }),
  AUDIT_FILE_MAX_BYTES: Type.Integer({
    default: 16 * 1024 * 1024,
    minimum: 65_536,
    description: 'Size from which the audit log goes on in a new file, in bytes.',
  }),
  AUDIT_FILE_MAX_HOURS: Type.Integer({
    default: 24,
    minimum: 0,
    description: 'Age from which the audit log goes on in a new file, in hours. 0: no limit.',
  }),
  AUDIT_FILES_KEPT: Type.Integer({
    default: 400,
    minimum: 0,
    description: 'How many files of the audit log are kept; the oldest are removed. 0: no limit.',
  }),
};
