import { canonicalMetadata, type MetadataInput } from './metadata.ts';
import { refusals } from './refusals.ts';
import { type RuleSetInput, validRuleSet } from './rule-set.ts';
import { type Config, compatibilityLevels, compatibilityPolicies } from './settings.ts';

/** A change of config: a key that is absent stays, a key that is null is cleared. */
export interface ConfigUpdate {
  readonly alias?: string | null;
  readonly normalize?: boolean | null;
  readonly validateFields?: boolean | null;
  readonly validateNewSchemas?: boolean | null;
  readonly validateRules?: boolean | null;
  readonly compatibility?: string | null;
  readonly compatibilityPolicy?: string | null;
  readonly compatibilityGroup?: string | null;
  readonly defaultMetadata?: MetadataInput | null;
  readonly overrideMetadata?: MetadataInput | null;
  readonly defaultRuleSet?: RuleSetInput | null;
  readonly overrideRuleSet?: RuleSetInput | null;
}

/** Keys that are kept as they come. */
const plainKeys = [
  'alias',
  'normalize',
  'validateFields',
  'validateNewSchemas',
  'validateRules',
  'compatibilityGroup',
] as const;

/** What the update says of each key of config; fields that nobody knows are not kept. Throws 42203 or 42210. */
export function readUpdate(update: ConfigUpdate): { readonly [K in keyof Config]: Config[K] | undefined } {
  const { compatibility, compatibilityPolicy } = update;
  const level = compatibilityLevels.find((known) => known === compatibility?.toUpperCase());
  const policy = compatibilityPolicies.find((known) => known === compatibilityPolicy?.toUpperCase());
  if (typeof compatibility === 'string' && !level) throw refusals.invalidCompatibilityLevel();
  if (typeof compatibilityPolicy === 'string' && !policy) throw refusals.invalidCompatibilityPolicy();
  const read: Record<string, unknown> = {};
  for (const key of plainKeys) if (update[key] !== undefined) read[key] = update[key];
  if (compatibility !== undefined) read['compatibilityLevel'] = level;
  if (compatibilityPolicy !== undefined) read['compatibilityPolicy'] = policy;
  for (const key of ['defaultMetadata', 'overrideMetadata'] as const) {
    const metadata = update[key];
    if (metadata !== undefined) read[key] = metadata && canonicalMetadata(metadata);
  }
  for (const key of ['defaultRuleSet', 'overrideRuleSet'] as const) {
    const ruleSet = update[key];
    if (ruleSet !== undefined) read[key] = ruleSet && validRuleSet(ruleSet);
  }
  return Object.fromEntries(Object.entries(read).map(([key, value]) => [key, value ?? undefined]));
}
