import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toBackupFileError } from '../../../src/backup/backup-file-error.ts';
import { DumpDigest } from '../../../src/backup/dump-digest.ts';
import { readBackup, readBackupHeader } from '../../../src/backup/read-backup.ts';
import { writeBackup } from '../../../src/backup/write-backup.ts';
import type { DumpRecord } from '../../../src/registry/dump.ts';
import { dumpOfSchemas, streamOf } from '../../helpers/dumps.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const about = { program: '1.2.3', createdAt: '2026-11-24T03:00:00.000Z', engine: 'sqlite' };
const records = dumpOfSchemas(2000);

async function writeOne(some: readonly DumpRecord[] = records): Promise<string> {
  const file = join(temporaryDirectory(), 'backup');
  await writeBackup(file, about, streamOf(some));
  return file;
}

/** A file with these bytes. */
function fileOf(bytes: Uint8Array): string {
  const file = join(temporaryDirectory(), 'backup');
  writeFileSync(file, bytes);
  return file;
}

const read = (file: string) => Array.fromAsync(readBackup(file));

/** The file with its text changed, compressed again. */
async function edited(change: (text: string) => string): Promise<string> {
  const text = zstdDecompressSync(readFileSync(await writeOne())).toString();
  return fileOf(zstdCompressSync(change(text)));
}

describe('a backup file', () => {
  it('gives back every record, in order, and what it says about itself', async () => {
    const file = await writeOne();
    expect(await read(file)).toEqual(records);
    expect(await readBackupHeader(file)).toEqual({ format: 'schemagate-backup', formatVersion: 1, ...about });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(file).size).toBeLessThan(100_000);
  });

  it('ends with counts and a checksum for people and other programs', async () => {
    const text = zstdDecompressSync(readFileSync(await writeOne())).toString();
    expect(text.split('\n').at(-2)).toMatch(
      /^\{"kind":"end","records":\{"schemas":2000,"versions":2000,"configs":1,"modes":1,"properties":1\},"sha256":"[0-9a-f]{64}"\}$/,
    );
  });

  it('keeps text that UTF-8 has no bytes for', async () => {
    const odd: DumpRecord = {
      kind: 'version',
      subject: '\ud800\u2028\n"日',
      version: 1 as never,
      id: 1 as never,
      deleted: false,
      timestamp: 0,
    };
    expect(await read(await writeOne([odd]))).toEqual([odd]);
  });

  it('is never written over another', async () => {
    const file = await writeOne();
    await expect(writeBackup(file, about, streamOf([]))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('is not finished when its records are not', async () => {
    const file = join(temporaryDirectory(), 'backup');
    const failing = async function* () {
      yield* records;
      throw new Error('the store went away');
    };
    await expect(writeBackup(file, about, failing())).rejects.toThrow('the store went away');
    await expect(read(file)).rejects.toMatchObject({ name: 'BackupFileError' });
  });
});

describe('a file that is no good', () => {
  it('is refused wherever it was cut off', async () => {
    const bytes = readFileSync(await writeOne());
    for (const length of [0, 3, 20, 1000, bytes.length - 1]) {
      await expect(read(fileOf(bytes.subarray(0, length)))).rejects.toMatchObject({ reason: 'truncated' });
    }
    await expect(readBackupHeader(fileOf(bytes.subarray(0, 3)))).rejects.toMatchObject({
      reason: 'truncated',
    });
  });

  it('is refused wherever a byte was changed', async () => {
    const bytes = readFileSync(await writeOne());
    for (let at = 6; at < bytes.length; at += 501) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      await expect(read(fileOf(changed))).rejects.toMatchObject({ name: 'BackupFileError' });
    }
  });

  it.each<[what: string, change: (text: string) => string, reason: string]>([
    ['without its last line', (text) => text.replace(/\{"kind":"end".*\n$/, ''), 'truncated'],
    ['with nothing in it', () => '', 'truncated'],
    ['with a record less', (text) => text.replace(/\{"kind":"property".*\n/, ''), 'changed'],
    ['with another value', (text) => text.replace('"FULL"', '"NONE"'), 'changed'],
    ['with a line that is no record', (text) => text.replace('"kind":"mode"', '"kind":"mood"'), 'changed'],
    ['with a line that is no JSON', (text) => text.replace('{"kind":"mode"', 'kind=mode'), 'changed'],
    ['with a line that is no object', (text) => text.replace(/\{"kind":"mode".*/, '7'), 'changed'],
    ['with a line after its end', (text) => `${text}{"kind":"last-id","id":1}\n`, 'changed'],
    ['with an end that is no JSON', (text) => text.replace('"sha256"', 'sha256'), 'changed'],
    ['of another program', (text) => text.replace('schemagate-backup', 'pg_dump'), 'not-a-backup'],
    ['of a newer format', (text) => text.replace('"formatVersion":1', '"formatVersion":2'), 'newer-format'],
  ])('is refused %s', async (_what, change, reason) => {
    await expect(read(await edited(change))).rejects.toMatchObject({ name: 'BackupFileError', reason });
  });

  it('is refused when it is something else altogether', async () => {
    const text = fileOf(Buffer.from('subject,version\na,1\n'));
    await expect(read(text)).rejects.toMatchObject({ reason: 'not-a-backup' });
    await expect(read(`${text}.none`)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readBackupHeader(fileOf(zstdCompressSync('')))).rejects.toMatchObject({
      reason: 'truncated',
    });
  });

  it('is not blamed for other errors', () => {
    const other = new Error('other');
    expect(toBackupFileError(other)).toBe(other);
  });

  it('tells the operator in one sentence', async () => {
    const newer = await edited((text) => text.replace('"formatVersion":1', '"formatVersion":2'));
    await expect(readBackupHeader(newer)).rejects.toThrow(
      'The backup was made by a newer version of Schemagate: its format is 2, this version knows 1; restore it with Schemagate 1.2.3 or later',
    );
  });
});

describe('a digest', () => {
  const digestOf = (some: readonly DumpRecord[]) => {
    const digest = new DumpDigest();
    for (const record of some) digest.add(record);
    return digest.value;
  };

  it('is the same for the same records in any order, and for no others', () => {
    const few = dumpOfSchemas(3);
    expect(digestOf(few.toReversed())).toBe(digestOf(few));
    const keysReversed = few.map(
      (record) => Object.fromEntries(Object.entries(record).reverse()) as unknown as DumpRecord,
    );
    expect(digestOf(keysReversed)).toBe(digestOf(few));
    const others = [few.slice(1), [...few, ...few.slice(0, 1)], [...few, ...few], [], dumpOfSchemas(4)];
    expect(new Set([few, ...others].map(digestOf)).size).toBe(6);
  });
});
