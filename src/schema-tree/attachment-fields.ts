import { RegistryError } from '../registry/errors.ts';
import { canonicalMetadata } from '../registry/metadata.ts';
import { type RuleInput, validRuleSet } from '../registry/rule-set.ts';
import { type Metadata, type RuleSet, ruleKinds, ruleModes } from '../registry/schema.ts';
import type { YamlValue } from './yaml-value.ts';

/** Metadata in the form that is stored. */
export function readMetadata(value: YamlValue): Metadata {
  const fields = value.fields(['tags', 'properties', 'sensitive']);
  const tags = fields.get('tags')?.fields();
  const properties = fields.get('properties')?.fields();
  const sensitive = fields.get('sensitive');
  return canonicalMetadata({
    ...(tags && { tags: recordOf(tags, readTexts) }),
    ...(properties && { properties: recordOf(properties, (item) => item.text() ?? '') }),
    ...(sensitive && { sensitive: readTexts(sensitive) }),
  });
}

/** A rule set in the form that is stored; undefined when it breaks a rule for rule sets. */
export function readRuleSet(value: YamlValue): RuleSet | undefined {
  const fields = value.fields(['migrationRules', 'domainRules', 'encodingRules', 'enableAt']);
  const rules = (key: string) => fields.get(key)?.list().map(readRule);
  try {
    return validRuleSet({
      migrationRules: rules('migrationRules'),
      domainRules: rules('domainRules'),
      encodingRules: rules('encodingRules'),
      enableAt: fields.get('enableAt')?.text(),
    });
  } catch (error) {
    if (error instanceof RegistryError) return value.refuse(error.message);
    throw error;
  }
}

const textKeys = ['name', 'doc', 'type', 'expr', 'onSuccess', 'onFailure'] as const;

function readRule(value: YamlValue): RuleInput {
  const fields = value.fields([...textKeys, 'kind', 'mode', 'tags', 'params', 'disabled']);
  const rule: Record<string, unknown> = {};
  for (const key of textKeys) rule[key] = fields.get(key)?.text();
  rule['kind'] = fields.get('kind')?.oneOf(ruleKinds);
  rule['mode'] = fields.get('mode')?.oneOf(ruleModes);
  rule['disabled'] = fields.get('disabled')?.flag();
  const tags = fields.get('tags');
  if (tags) rule['tags'] = readTexts(tags);
  const params = fields.get('params')?.fields();
  if (params) rule['params'] = recordOf(params, (item) => item.text() ?? '');
  return rule;
}

function readTexts(value: YamlValue): readonly string[] {
  return value.list().map((item) => item.text() ?? '');
}

function recordOf<T>(
  fields: ReadonlyMap<string, YamlValue>,
  read: (value: YamlValue) => T,
): Record<string, T> {
  return Object.fromEntries([...fields].map(([key, value]) => [key, read(value)]));
}
