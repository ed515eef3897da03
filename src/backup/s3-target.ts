import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { S3mini } from 's3mini';
import { timeOfName } from './backup-name.ts';
import { type BackupTarget, newestFirst, type StoredBackup } from './target.ts';

export interface S3Options {
  readonly bucket: string;
  /** In front of each name, with a slash at its end; empty when there is none. */
  readonly prefix: string;
  /** URL of the service, without the bucket. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Calls the service; the built-in one unless given. */
  readonly call?: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** For one request, in milliseconds. */
  readonly timeout?: number;
}

const tenMinutes = 10 * 60 * 1000;

/** Backups in a bucket of S3 or of what speaks its protocol. */
export class S3Target implements BackupTarget {
  readonly location: string;
  readonly #prefix: string;
  readonly #client: S3mini;

  constructor({ bucket, prefix, endpoint, region, timeout = tenMinutes, call, ...credentials }: S3Options) {
    this.location = `s3://${bucket}/${prefix}`;
    this.#prefix = prefix;
    this.#client = new S3mini({
      ...credentials,
      endpoint: `${endpoint.replace(/\/+$/, '')}/${bucket}`,
      region,
      requestAbortTimeout: timeout,
      ...(call && { fetch: (input, init) => call(input instanceof Request ? input.url : input, init) }),
    });
  }

  async stagingFile(scratch: string): Promise<string> {
    return join(scratch, 'staged');
  }

  /** Reads back what it stored: a checksum of the service's may be of another kind, and proves no reading. */
  async store(staged: string, name: string): Promise<void> {
    await this.#client.putAnyObject(this.#prefix + name, await openAsBlob(staged), 'application/zstd');
    const [sent, kept] = await Promise.all([
      digestOf(createReadStream(staged)),
      digestOf(await this.#read(name)),
    ]);
    if (sent !== kept)
      throw new Error(`${this.location}${name} holds something else than what was sent there`);
  }

  async list(): Promise<readonly StoredBackup[]> {
    const objects = await this.#client.listObjects('/', this.#prefix);
    if (objects === null) throw new Error(`There is no bucket ${this.#client.bucketName}`);
    const found = objects.flatMap(({ Key, Size }) => {
      const name = Key.slice(this.#prefix.length);
      const createdAt = timeOfName(name);
      return createdAt === undefined ? [] : [{ name, size: Size, createdAt }];
    });
    return newestFirst(found);
  }

  async localFile(name: string, scratch: string): Promise<string> {
    const file = join(scratch, 'fetched');
    await pipeline(await this.#read(name), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    return file;
  }

  async remove(name: string): Promise<void> {
    if (!(await this.#client.deleteObject(this.#prefix + name))) {
      throw new Error(`${this.location}${name} could not be deleted`);
    }
  }

  async #read(name: string): Promise<Readable> {
    const response = await this.#client.getObjectResponse(this.#prefix + name);
    if (!response?.body) throw new Error(`There is no ${this.location}${name}`);
    return Readable.fromWeb(response.body);
  }
}

async function digestOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(stream, hash);
  return hash.digest('hex');
}
