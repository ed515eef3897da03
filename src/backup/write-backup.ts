import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type { DumpRecord } from '../registry/dump.ts';
import { type BackupHeader, type BackupTrailer, formatName, formatVersion } from './backup-format.ts';
import { DumpDigest } from './dump-digest.ts';

/** Characters that go to the compressor at once. */
const chunkSize = 64 * 1024;

/**
 * Writes a backup to a new file, for its owner alone, and resolves when it is on disk. The digest is that
 * of the records written.
 */
export async function writeBackup(
  file: string,
  header: Omit<BackupHeader, 'format' | 'formatVersion'>,
  records: AsyncIterable<DumpRecord>,
): Promise<DumpDigest> {
  const digest = new DumpDigest();
  const first = { format: formatName, formatVersion, ...header } satisfies BackupHeader;
  await pipeline(
    Readable.from(chunksOf(`${JSON.stringify(first)}\n`, records, digest), { objectMode: false }),
    createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return digest;
}

async function* chunksOf(
  header: string,
  records: AsyncIterable<DumpRecord>,
  digest: DumpDigest,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let chunk = header;
  for await (const record of records) {
    chunk += `${digest.add(record)}\n`;
    if (chunk.length < chunkSize) continue;
    hash.update(chunk);
    yield chunk;
    chunk = '';
  }
  hash.update(chunk);
  const trailer: BackupTrailer = { kind: 'end', records: digest.counts, sha256: hash.digest('hex') };
  yield `${chunk}${JSON.stringify(trailer)}\n`;
}
