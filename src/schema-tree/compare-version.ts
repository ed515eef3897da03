import type { ImmediateFormat, ImmediateSchema } from '../registry/format.ts';
import { mergeMetadata } from '../registry/metadata.ts';
import { compareCodeUnits } from '../registry/order.ts';
import { mergeRuleSets } from '../registry/rule-set.ts';
import type { SchemaReference, SchemaType } from '../registry/schema.ts';
import type { Config } from '../registry/settings.ts';
import { compactJson } from './json-layout.ts';
import type { DeclaredVersion } from './model.ts';
import type { HeldVersion } from './port.ts';

export type Formats = ReadonlyMap<SchemaType, ImmediateFormat>;

/**
 * What of a version differs from its declaration; undefined when the registry would have made the one of the
 * other. It may add to metadata and rule set what the version before and the config have, so these may
 * say more than is declared.
 */
export function versionDifference(
  formats: Formats,
  declared: DeclaredVersion,
  held: HeldVersion,
  config: Config | undefined,
): string | undefined {
  const { schema } = held;
  if (declared.schemaType !== schema.schemaType) return `schema type (${schema.schemaType} there)`;
  if (!sameText(formats.get(declared.schemaType), declared.text, schema.text)) return 'text';
  if (referenceList(declared.references) !== referenceList(schema.references)) return 'references';
  const metadata = [declared.metadata, mergeMetadata(declared.metadata, config?.overrideMetadata)];
  if (metadata.every((some) => adds(some, schema.metadata, mergeMetadata))) return 'metadata';
  const ruleSets = [declared.ruleSet, mergeRuleSets(declared.ruleSet, config?.overrideRuleSet)];
  if (ruleSets.every((some) => adds(some, schema.ruleSet, mergeRuleSets))) return 'rule set';
  return undefined;
}

function sameText(format: ImmediateFormat | undefined, declared: string, held: string): boolean {
  if (declared === held || compactJson(declared) === compactJson(held)) return true;
  const result = format?.parse(declared, []);
  return result?.ok === true && writesAs(result.schema, held);
}

function writesAs(schema: ImmediateSchema, text: string): boolean {
  return schema.canonicalText === text || schema.normalizedText() === text;
}

/** Normalized references are sorted, and each there once. */
function referenceList(references: readonly SchemaReference[]): string {
  const texts = references.map(({ name, subject, version }) => JSON.stringify([name, subject, version]));
  return [...new Set(texts)].sort(compareCodeUnits).join();
}

/** Whether laying one over the other changes that. */
function adds<T>(
  declared: T | undefined,
  held: T | undefined,
  merge: (under: T | undefined, over: T | undefined) => T | undefined,
): boolean {
  return declared !== undefined && fingerprint(merge(held, declared)) !== fingerprint(held);
}

/** Equal for equal values, whatever the order of their keys. */
function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.entries(part).sort(([a], [b]) => compareCodeUnits(a, b))
      : part,
  );
}
