import { createHash, type Hash } from 'node:crypto';
import { compareCodeUnits } from './order.ts';
import type { Guid, Metadata, Rule, RuleSet, SchemaContent } from './schema.ts';

/**
 * The guid of content: MD5 over its canonical text, references, metadata and rule set in the byte layout
 * of the Confluent API, so that the same content has the same guid in every registry. Not a safeguard
 * against forgery; the schema type is not part of it.
 */
export function guidOf(content: Omit<SchemaContent, 'schemaType'>): Guid {
  const hash = createHash('md5');
  hash.update(content.text);
  for (const { name, subject, version } of content.references) {
    const number = Buffer.alloc(4);
    number.writeInt32BE(version);
    hash.update(name).update(subject).update(number);
  }
  if (content.metadata) addMetadata(hash.update(present), content.metadata);
  if (content.ruleSet) addRuleSet(hash.update(present), content.ruleSet);
  const hex = hash.digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  ) as Guid;
}

const present = Buffer.of(1);

function addMetadata(hash: Hash, { tags, properties, sensitive }: Metadata): void {
  for (const [key, values] of sortedEntries(tags)) {
    hash.update(key);
    for (const value of values) hash.update(value);
  }
  for (const [key, value] of sortedEntries(properties)) hash.update(key).update(value);
  for (const name of sensitive ?? []) hash.update(name);
}

function addRuleSet(hash: Hash, ruleSet: RuleSet): void {
  const rules = [ruleSet.migrationRules, ruleSet.domainRules, ruleSet.encodingRules];
  for (const rule of rules.flatMap((list) => list ?? [])) addRule(hash, rule);
  if (ruleSet.enableAt !== undefined) hash.update(ruleSet.enableAt);
}

function addRule(hash: Hash, rule: Rule): void {
  const add = (text: string | undefined): void => {
    if (text !== undefined) hash.update(text);
  };
  for (const text of [rule.name, rule.doc, rule.kind, rule.mode, rule.type, ...(rule.tags ?? [])]) add(text);
  for (const [key, value] of sortedEntries(rule.params)) hash.update(key).update(value);
  for (const text of [rule.expr, rule.onSuccess, rule.onFailure]) add(text);
  if (rule.disabled) hash.update(present);
}

function sortedEntries<T>(record: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(record ?? {}).sort(([a], [b]) => compareCodeUnits(a, b));
}
