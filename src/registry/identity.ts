import { createHash, type Hash, hash } from 'node:crypto';
import { compareCodeUnits } from './order.ts';
import type { Guid, Metadata, Rule, RuleSet, SchemaContent } from './schema.ts';

/**
 * The guid of content: MD5 over its canonical text, references, metadata and rule set in the byte layout
 * of the Confluent API, so that the same content has the same guid in every registry. Not a safeguard
 * against forgery; the schema type is not part of it.
 */
export function guidOf(content: Omit<SchemaContent, 'schemaType'>): Guid {
  const hex = isTextAlone(content) ? hash('md5', content.text) : hashOfAll(content);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  ) as Guid;
}

/** Whether there is nothing in the content but its text, as mostly. */
export function isTextAlone({ references, metadata, ruleSet }: Omit<SchemaContent, 'schemaType'>): boolean {
  return references.length === 0 && metadata === undefined && ruleSet === undefined;
}

const present = Buffer.of(1);

function hashOfAll({ text, references, metadata, ruleSet }: Omit<SchemaContent, 'schemaType'>): string {
  const all = createHash('md5').update(text);
  for (const { name, subject, version } of references) {
    const number = Buffer.alloc(4);
    number.writeInt32BE(version);
    all.update(name).update(subject).update(number);
  }
  if (metadata) addMetadata(all.update(present), metadata);
  if (ruleSet) addRuleSet(all.update(present), ruleSet);
  return all.digest('hex');
}

function addMetadata(all: Hash, { tags, properties, sensitive }: Metadata): void {
  for (const [key, values] of sortedEntries(tags)) {
    all.update(key);
    for (const value of values) all.update(value);
  }
  for (const [key, value] of sortedEntries(properties)) all.update(key).update(value);
  for (const name of sensitive ?? []) all.update(name);
}

function addRuleSet(all: Hash, ruleSet: RuleSet): void {
  const rules = [ruleSet.migrationRules, ruleSet.domainRules, ruleSet.encodingRules];
  for (const rule of rules.flatMap((list) => list ?? [])) addRule(all, rule);
  if (ruleSet.enableAt !== undefined) all.update(ruleSet.enableAt);
}

function addRule(all: Hash, rule: Rule): void {
  const add = (text: string | undefined): void => {
    if (text !== undefined) all.update(text);
  };
  for (const text of [rule.name, rule.doc, rule.kind, rule.mode, rule.type, ...(rule.tags ?? [])]) add(text);
  for (const [key, value] of sortedEntries(rule.params)) all.update(key).update(value);
  for (const text of [rule.expr, rule.onSuccess, rule.onFailure]) add(text);
  if (rule.disabled) all.update(present);
}

function sortedEntries<T>(record: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(record ?? {}).sort(([a], [b]) => compareCodeUnits(a, b));
}
