import { describe, expect, it } from 'vitest';
import { StoreOpenError, toOpenError } from '../../../../src/storage/sqlite/open-error.ts';

const systemError = (code: string): Error => Object.assign(new Error(`${code}: said the system`), { code });
const sqliteError = (errcode: number): Error =>
  Object.assign(new Error('said SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });

describe('an error at opening', () => {
  it.for([
    ['a file in the way', systemError('EEXIST'), 'not-a-directory'],
    ['a file on the way', systemError('ENOTDIR'), 'not-a-directory'],
    ['no permission', systemError('EACCES'), 'not-writable'],
    ['a read-only file system', systemError('EROFS'), 'not-writable'],
    ['any other system error', systemError('EMFILE'), 'failed'],
    ['a lock', sqliteError(5), 'in-use'],
    ['a lock, of a special kind', sqliteError(5 + 256), 'in-use'],
    ['a read-only file', sqliteError(8), 'not-writable'],
    ['a damaged file', sqliteError(11), 'not-a-store'],
    ['a file of another kind', sqliteError(26), 'not-a-store'],
    ['any other SQLite error', sqliteError(10), 'failed'],
    ['an error without a code', new Error('hm'), 'failed'],
    ['what is no error', 'hm', 'failed'],
  ] as const)('tells %s', ([, cause, reason]) => {
    const error = toOpenError('/data/store', cause);
    expect(error).toMatchObject({ name: 'StoreOpenError', reason, cause });
    expect(error.message).toContain('/data/store');
  });

  it('is kept when it was told before', () => {
    const told = new StoreOpenError('newer-version', 'made by a newer version');
    expect(toOpenError('/data/store', told)).toBe(told);
  });
});
