import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { classOf, NoConnectionFreeError, sqlState } from '../../../../src/storage/postgres/error-class.ts';
import { StoreOpenError, toOpenError } from '../../../../src/storage/postgres/open-error.ts';

function reported(code: string): DatabaseError {
  const error = new DatabaseError(`it was ${code}`, 0, 'error');
  error.code = code;
  return error;
}

describe('the class of an error', () => {
  it.each([
    ['23505', 'contention'],
    ['40001', 'contention'],
    ['40P01', 'contention'],
    ['57P01', 'transient'],
    ['57P03', 'transient'],
    ['53300', 'transient'],
    ['08006', 'transient'],
    ['57014', 'unavailable'],
    ['25006', 'unavailable'],
    ['53100', 'unavailable'],
    ['58030', 'unavailable'],
    ['XX001', 'unavailable'],
    ['42P01', 'refused'],
    ['22001', 'refused'],
  ])('is for %s: %s', (code, expected) => {
    expect(classOf(reported(code))).toBe(expected);
    expect(sqlState(reported(code))).toBe(code);
  });

  it('is told from the server by whatever else failed on the way to it', () => {
    expect(classOf(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe('transient');
    expect(classOf(new Error('Connection terminated unexpectedly'))).toBe('transient');
    expect(classOf(new NoConnectionFreeError('none'))).toBe('overload');
    expect(classOf(new TypeError('a fault of ours'))).toBe('refused');
    expect(classOf(new RangeError('a fault of ours'))).toBe('refused');
  });
});

describe('an error on opening', () => {
  it('names the database without its user and password', () => {
    const url = 'postgres://me:secret@db.example:5433/schemas?sslmode=require';
    const refused = toOpenError(url, reported('3D000'));
    expect(refused).toMatchObject({ reason: 'refused' });
    expect(refused.message).toBe('The database db.example:5433/schemas refuses to be opened (it was 3D000).');
    const addresses = new AggregateError([new Error('refused by ::1'), new Error('refused by 127.0.0.1')]);
    expect(toOpenError(url, addresses)).toMatchObject({
      reason: 'unreachable',
      message:
        "The database db.example:5433/schemas can't be reached (refused by ::1; refused by 127.0.0.1).",
    });
    expect(toOpenError('no url', 'odd').message).toBe("The database of DATABASE_URL can't be reached (odd).");
  });

  it('stays as it is when it is one already', () => {
    const error = new StoreOpenError('old-server', 'Too old.');
    expect(toOpenError('postgres://db/x', error)).toBe(error);
  });
});
