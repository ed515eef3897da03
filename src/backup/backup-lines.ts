import { createReadStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { toBackupFileError } from './backup-file-error.ts';

/**
 * The lines of a compressed file, without their ends; a last line that has no end is not one of them.
 * @throws BackupFileError when the file can't be decompressed
 */
export async function* backupLines(file: string): AsyncGenerator<string> {
  const text = new PassThrough({ encoding: 'utf8' });
  const reading = pipeline(createReadStream(file), createZstdDecompress(), text);
  // Its error also ends the loop below; when that is left early, nobody asks.
  reading.catch(() => undefined);
  let rest = '';
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      const whole = rest + chunk;
      let start = 0;
      for (let end = whole.indexOf('\n'); end >= 0; end = whole.indexOf('\n', start)) {
        yield whole.slice(start, end);
        start = end + 1;
      }
      rest = whole.slice(start);
    }
  } catch (error) {
    throw toBackupFileError(error);
  }
}
