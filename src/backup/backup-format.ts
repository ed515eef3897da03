/**
 * A backup file is JSON, one value a line, compressed with zstd: a header, the records of a dump in an order
 * in which they can be loaded, a trailer.
 */
export const formatName = 'schemagate-backup';
export const formatVersion = 1;

export interface BackupHeader {
  readonly format: typeof formatName;
  /** Grows when an older program could not restore the file. */
  readonly formatVersion: number;
  /** Version of the program that made it. */
  readonly program: string;
  /** The moment that it shows, or one shortly before: RFC 3339, in UTC. */
  readonly createdAt: string;
  /** The kind of store that it came from. */
  readonly engine: string;
}

export interface BackupTrailer {
  readonly kind: 'end';
  readonly records: RecordCounts;
  /** Of all bytes before this line, uncompressed. */
  readonly sha256: string;
}

/** Kind of the trailer, which no record has. */
export const trailerKind = 'end';

/** How many records there are of each kind. */
export interface RecordCounts {
  readonly schemas: number;
  readonly versions: number;
  readonly configs: number;
  readonly modes: number;
  readonly properties: number;
}
