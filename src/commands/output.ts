import type { RecordCounts } from '../backup/backup-format.ts';

/** A line of JSON for programs, or sentences for people. */
export function answer(json: boolean | undefined, value: object, sentences: string): string {
  return json ? `${JSON.stringify(value)}\n` : `${sentences}\n`;
}

/** How many records, in words. */
export function describeRecords({ schemas, versions, configs, modes, properties }: RecordCounts): string {
  const counted = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`;
  return [
    counted(schemas, 'schema'),
    counted(versions, 'version'),
    counted(configs, 'config'),
    counted(modes, 'mode'),
    `${properties} ${properties === 1 ? 'property' : 'properties'}`,
  ].join(', ');
}

/** A size in bytes for people. */
export function describeSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}
