import S3rver from 's3rver';
import { onTestFinished } from 'vitest';
import type { S3Access } from '../../src/backup/open-target.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export interface S3Server {
  readonly access: S3Access;
  /** The same as settings of the service. */
  readonly settings: Readonly<Record<string, string>>;
  /** An empty bucket. */
  readonly bucket: string;
}

/** A server of the S3 protocol for the running test; it knows one access key. */
export async function startS3Server(): Promise<S3Server> {
  const directory = temporaryDirectory();
  const bucket = 'backups';
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  onTestFinished(() => server.close());
  const access: S3Access = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  };
  const settings = {
    BACKUP_S3_ENDPOINT: access.endpoint,
    BACKUP_S3_REGION: access.region,
    BACKUP_S3_ACCESS_KEY_ID: access.accessKeyId,
    BACKUP_S3_SECRET_ACCESS_KEY: access.secretAccessKey,
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
  };
  return { access, settings, bucket };
}
