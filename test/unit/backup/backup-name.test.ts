import { describe, expect, it } from 'vitest';
import { nameBackup, timeOfName, unverifiedName } from '../../../src/backup/backup-name.ts';

describe('the name of a backup', () => {
  const time = new Date('2026-11-24T03:00:07.123Z');

  it('says when it was made, and is another each time', () => {
    const name = nameBackup(time);
    expect(name).toMatch(/^schemagate-20261124T030007Z-[0-9a-f]{8}\.ndjson\.zst$/);
    expect(timeOfName(name)).toEqual(new Date('2026-11-24T03:00:07Z'));
    expect(nameBackup(time)).not.toBe(name);
  });

  it.each([
    'notes.txt',
    '.schemagate-partial-0123456789abcdef',
    'schemagate-20261124T030007Z-01234567.ndjson.zst.unverified',
    'schemagate-20261324T030007Z-01234567.ndjson.zst',
    'x/schemagate-20261124T030007Z-01234567.ndjson.zst',
  ])('is not %s', (name) => {
    expect(timeOfName(name)).toBeUndefined();
  });

  it('is another for one that could not be verified', () => {
    expect(timeOfName(unverifiedName(nameBackup(time)))).toBeUndefined();
  });
});
