import { compareCodeUnits } from './order.ts';
import { refusals } from './refusals.ts';
import type { Rule, RuleMode, RuleSet } from './schema.ts';

const maxNameLength = 64;
const migrationModes: ReadonlySet<RuleMode> = new Set(['UPGRADE', 'DOWNGRADE', 'UPDOWN']);
const bothWays: ReadonlySet<RuleMode> = new Set(['WRITEREAD', 'UPDOWN']);

/** A rule as clients send it: what has a default may be missing, and null is as good as missing. */
export type RuleInput = { readonly [Field in keyof Rule]?: Rule[Field] | null | undefined };
export interface RuleSetInput {
  readonly migrationRules?: readonly RuleInput[] | null | undefined;
  readonly domainRules?: readonly RuleInput[] | null | undefined;
  readonly encodingRules?: readonly RuleInput[] | null | undefined;
  readonly enableAt?: string | null | undefined;
}

/** The rule set with defaults filled in and sets sorted. Throws 42210 when a rule breaks the API's rules. */
export function validRuleSet(input: RuleSetInput): RuleSet {
  const names = new Set<string>();
  const read = (rules: readonly RuleInput[] | null | undefined, migration: boolean): readonly Rule[] =>
    (rules ?? []).map((rule) => validRule(withoutNulls(rule), migration, names));
  return compact({
    migrationRules: read(input.migrationRules, true),
    domainRules: read(input.domainRules, false),
    encodingRules: read(input.encodingRules, false),
    enableAt: input.enableAt ?? undefined,
  });
}

/** Both together; a rule of `over` replaces the one of the same name. */
export function mergeRuleSets(under: RuleSet | undefined, over: RuleSet | undefined): RuleSet | undefined {
  if (!under || !over) return over ?? under;
  return compact({
    migrationRules: mergeRules(under.migrationRules, over.migrationRules),
    domainRules: mergeRules(under.domainRules, over.domainRules),
    encodingRules: mergeRules(under.encodingRules, over.encodingRules),
    enableAt: over.enableAt ?? under.enableAt,
  });
}

function mergeRules(under: readonly Rule[] = [], over: readonly Rule[] = []): readonly Rule[] {
  const replaced = new Set(over.map((rule) => rule.name));
  return [...under.filter((rule) => !replaced.has(rule.name)), ...over];
}

function compact(ruleSet: { [K in keyof RuleSet]: RuleSet[K] | undefined }): RuleSet {
  return {
    ...(ruleSet.migrationRules?.length && { migrationRules: ruleSet.migrationRules }),
    ...(ruleSet.domainRules?.length && { domainRules: ruleSet.domainRules }),
    ...(ruleSet.encodingRules?.length && { encodingRules: ruleSet.encodingRules }),
    ...(ruleSet.enableAt !== undefined && { enableAt: ruleSet.enableAt }),
  };
}

function withoutNulls(rule: RuleInput): Partial<Rule> {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null));
}

function validRule(input: Partial<Rule>, migration: boolean, names: Set<string>): Rule {
  const { name, type, onSuccess, onFailure, tags, params } = input;
  const mode = input.mode ?? 'WRITEREAD';
  const refuse = (reason: string): never => {
    throw refusals.invalidRuleSet(`${reason} (rule '${name ?? ''}')`);
  };
  if (name === undefined || name === '') return refuse('A rule needs a name');
  if (name.length > maxNameLength) return refuse(`A rule name has at most ${maxNameLength} characters`);
  if (!/^[\p{L}_][\p{L}\p{Nd}_-]*$/u.test(name)) {
    return refuse('A rule name starts with a letter or _ and goes on with letters, digits, _ and -');
  }
  if (names.has(name)) return refuse(`Found rule with duplicate name '${name}'`);
  names.add(name);
  if (type === undefined) return refuse('Missing rule type');
  if (migration !== migrationModes.has(mode)) {
    return refuse(
      migration
        ? 'Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN'
        : 'Domain and encoding rules can only be WRITE, READ, WRITEREAD',
    );
  }
  if (!bothWays.has(mode) && [onSuccess, onFailure].some((action) => action?.includes(','))) {
    return refuse('Multiple actions only valid with WRITEREAD and UPDOWN');
  }
  const sortedParams = Object.entries(params ?? {}).sort(([a], [b]) => compareCodeUnits(a, b));
  return {
    name,
    ...(input.doc !== undefined && { doc: input.doc }),
    kind: input.kind ?? 'TRANSFORM',
    mode,
    type,
    ...(tags?.length && { tags: [...new Set(tags)].sort(compareCodeUnits) }),
    ...(sortedParams.length > 0 && { params: Object.fromEntries(sortedParams) }),
    ...(input.expr !== undefined && { expr: input.expr }),
    ...(onSuccess !== undefined && { onSuccess }),
    ...(onFailure !== undefined && { onFailure }),
    disabled: input.disabled ?? false,
  };
}
