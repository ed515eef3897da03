import { DirectoryTarget } from './directory-target.ts';
import { type S3Options, S3Target } from './s3-target.ts';
import type { BackupTarget } from './target.ts';

/** How to reach S3; an empty endpoint is that of AWS in the region. */
export type S3Access = Pick<S3Options, 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey' | 'call'>;

/** A place for backups is not named as one. The message is one sentence for the operator. */
export class BackupPlaceError extends Error {
  override readonly name = 'BackupPlaceError';
}

/**
 * The place that a path or an `s3://bucket/prefix` URL names.
 * @throws BackupPlaceError
 */
export function openTarget(place: string, access: S3Access): BackupTarget {
  const url = s3Parts(place);
  if (url === undefined) return new DirectoryTarget(place);
  const { bucket, path } = url;
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  const endpoint = access.endpoint || `https://s3.${access.region}.amazonaws.com`;
  return new S3Target({ ...access, endpoint, bucket, prefix });
}

/** One backup, in a directory or in S3. */
export interface BackupPlace {
  readonly target: BackupTarget;
  readonly name: string;
}

/**
 * The backup that a path or an `s3://bucket/prefix/name` URL names.
 * @throws BackupPlaceError
 */
export function openBackup(place: string, access: S3Access): BackupPlace {
  const slash = place.lastIndexOf('/');
  const name = place.slice(slash + 1);
  if (slash < 0) return { target: openTarget('.', access), name };
  return { target: openTarget(place.slice(0, slash) || '/', access), name };
}

/** The parts of an S3 URL; undefined when the place is a path. */
function s3Parts(place: string): { bucket: string; path: string } | undefined {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(place)) return undefined;
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/.exec(place) ?? [];
  if (bucket === undefined)
    throw new BackupPlaceError(`"${place}" is neither a directory nor s3://bucket/prefix`);
  return { bucket, path };
}
