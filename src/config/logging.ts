import { Type } from '../typebox.ts';

/** Where the log goes; see docs/operations/diagnostics.md. */
export const logFileSettings = {
  LOG_FILE: Type.String({
    default: '',
    description: 'File that the log is written to, with mode 600. Empty: standard output.',
  }),
  LOG_FILE_MAX_BYTES: Type.Integer({
    default: 50 * 1024 * 1024,
    minimum: 65_536,
    description: 'Size at which a new log file is begun, in bytes.',
  }),
  LOG_FILE_MAX_HOURS: Type.Integer({
    default: 24,
    minimum: 0,
    description:
      'Time after which a new log file is begun, in whole hours since midnight UTC; 0: by size alone.',
  }),
  LOG_FILE_KEEP: Type.Integer({
    default: 14,
    minimum: 0,
    description: 'Earlier log files that are kept; older ones are removed.',
  }),
};
