import type { DumpRecord } from '../registry/dump.ts';
import { BackupFileError } from './backup-file-error.ts';

/** The names of each kind of record in a file, in the order in which they are written. */
const fields: Readonly<Record<DumpRecord['kind'], readonly string[]>> = {
  schema: ['id', 'guid', 'schemaType', 'text', 'references', 'metadata', 'ruleSet'],
  version: ['subject', 'version', 'id', 'deleted', 'timestamp'],
  config: ['scope', 'config'],
  mode: ['scope', 'mode'],
  property: ['name', 'value'],
  'last-id': ['id'],
};
const referenceFields = ['name', 'subject', 'version'];
const scopeFields = ['kind', 'subject'];

/** The record as one line of JSON, without its end. The same record gives the same line on every engine. */
export function lineOfRecord(record: DumpRecord): string {
  const ordered = pick(record, ['kind', ...fields[record.kind]]);
  if (record.kind === 'schema') {
    ordered['references'] = record.references.map((reference) => pick(reference, referenceFields));
  } else if (record.kind === 'config' || record.kind === 'mode') {
    ordered['scope'] = pick(record.scope, scopeFields);
  }
  return JSON.stringify(ordered);
}

/** @throws BackupFileError when it is no such line */
export function recordOfLine(line: string): DumpRecord {
  const value = objectOfLine(line);
  const kind = value?.['kind'];
  if (value === undefined || typeof kind !== 'string' || !Object.hasOwn(fields, kind)) {
    throw new BackupFileError('changed', `it has a line that is no record: ${line.slice(0, 60)}`);
  }
  return value as unknown as DumpRecord;
}

/** The JSON object of a line; undefined when it is none. */
export function objectOfLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function pick(from: object, names: readonly string[]): Record<string, unknown> {
  const source = from as Readonly<Record<string, unknown>>;
  return Object.fromEntries(names.map((name) => [name, source[name]]));
}
