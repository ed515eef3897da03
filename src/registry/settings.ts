import type { Metadata, RuleSet } from './schema.ts';

export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'FORWARD',
  'FULL',
  'BACKWARD_TRANSITIVE',
  'FORWARD_TRANSITIVE',
  'FULL_TRANSITIVE',
] as const;
export type CompatibilityLevel = (typeof compatibilityLevels)[number];

export const compatibilityPolicies = ['STRICT', 'LENIENT'] as const;
/** Which differences a format calls compatible: see the format's table of kinds. */
export type CompatibilityPolicy = (typeof compatibilityPolicies)[number];

export const modes = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'] as const;
export type Mode = (typeof modes)[number];

/** What may be set for a subject or globally; an absent key is not set there. */
export interface Config {
  readonly alias?: string;
  readonly normalize?: boolean;
  readonly validateFields?: boolean;
  readonly validateNewSchemas?: boolean;
  readonly validateRules?: boolean;
  readonly compatibilityLevel?: CompatibilityLevel;
  readonly compatibilityPolicy?: CompatibilityPolicy;
  readonly compatibilityGroup?: string;
  readonly defaultMetadata?: Metadata;
  readonly overrideMetadata?: Metadata;
  readonly defaultRuleSet?: RuleSet;
  readonly overrideRuleSet?: RuleSet;
}

/** Where config and mode are kept: one subject, or all of them together. */
export type SettingsScope =
  | { readonly kind: 'global' }
  | { readonly kind: 'subject'; readonly subject: string };
export const globalScope: SettingsScope = { kind: 'global' };
/** The scope of one subject's own settings. */
export function subjectScope(subject: string): SettingsScope {
  return { kind: 'subject', subject };
}

/** How messages name whose settings these are: the reference server prints `null` for those of all. */
export function printedSubject(scope: SettingsScope): string {
  return scope.kind === 'subject' ? scope.subject : 'null';
}
