import { compareCodeUnits } from './order.ts';
import type { Metadata } from './schema.ts';

export const confluentVersion = 'confluent:version';
const reservedFields = 'confluent:reserved';

/** Metadata as clients send it: a part that is null is not there. */
export type MetadataInput = { readonly [Part in keyof Metadata]: Metadata[Part] | null };

/** Metadata in the one form that is stored and hashed: keys and sets sorted, empty parts left out. */
export function canonicalMetadata(metadata: MetadataInput): Metadata {
  const tags = sortedRecord(metadata.tags, (values) => sortedSet(values));
  const properties = sortedRecord(metadata.properties, (value) => value);
  return {
    ...(tags && { tags }),
    ...(properties && { properties }),
    ...(metadata.sensitive?.length && { sensitive: sortedSet(metadata.sensitive) }),
  };
}

/** Both together; where they speak of the same key, `over` wins for properties, and tags are joined. */
export function mergeMetadata(under: Metadata | undefined, over: Metadata | undefined): Metadata | undefined {
  if (!under || !over) return over ?? under;
  const tags = new Map(Object.entries(under.tags ?? {}));
  for (const [key, values] of Object.entries(over.tags ?? {})) {
    tags.set(key, [...(tags.get(key) ?? []), ...values]);
  }
  return canonicalMetadata({
    tags: Object.fromEntries(tags),
    properties: Object.fromEntries([
      ...Object.entries(under.properties ?? {}),
      ...Object.entries(over.properties ?? {}),
    ]),
    sensitive: [...(under.sensitive ?? []), ...(over.sensitive ?? [])],
  });
}

/** A property that the metadata itself has. */
export function property(metadata: Metadata | undefined, name: string): string | undefined {
  const properties = metadata?.properties;
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The metadata with a property set, in canonical form. */
export function withProperty(metadata: Metadata | undefined, name: string, value: string): Metadata {
  const properties = Object.fromEntries([...Object.entries(metadata?.properties ?? {}), [name, value]]);
  return canonicalMetadata({ ...metadata, properties });
}

/** The metadata without its `confluent:version`, which look-ups ignore; undefined when nothing is left. */
export function withoutVersionProperty(metadata: Metadata | undefined): Metadata | undefined {
  if (!metadata) return undefined;
  const kept = Object.entries(metadata.properties ?? {}).filter(([name]) => name !== confluentVersion);
  const rest = canonicalMetadata({ ...metadata, properties: Object.fromEntries(kept) });
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/** Fields that the owner promised never to use again: a comma list in the metadata. */
export function reservedFieldsOf(metadata: Metadata | undefined): readonly string[] {
  const list = property(metadata, reservedFields) ?? '';
  return list
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
}

function sortedRecord<T>(
  record: Readonly<Record<string, T>> | null | undefined,
  each: (value: T) => T,
): Record<string, T> | undefined {
  const entries = Object.entries(record ?? {});
  if (entries.length === 0) return undefined;
  entries.sort(([a], [b]) => compareCodeUnits(a, b));
  return Object.fromEntries(entries.map(([key, value]) => [key, each(value)]));
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compareCodeUnits);
}
