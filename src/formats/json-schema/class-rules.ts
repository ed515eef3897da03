import type { SchemaNode } from './model.ts';
import type { Rule } from './pair-context.ts';
import { compareAdditionalItems } from './rules/additional-items.ts';
import { compareAdditionalProperties } from './rules/additional-properties.ts';
import { compareCombined } from './rules/combined.ts';
import { compareConst } from './rules/const.ts';
import { compareContainsCount } from './rules/contains-count.ts';
import { compareDependencies } from './rules/dependencies.ts';
import { compareEnum } from './rules/enum.ts';
import { compareInteger } from './rules/integer.ts';
import { compareItemCount } from './rules/item-count.ts';
import { compareItems } from './rules/items.ts';
import { compareMultipleOf } from './rules/multiple-of.ts';
import { compareNot } from './rules/not.ts';
import { compareNumberRange } from './rules/number-range.ts';
import { comparePattern } from './rules/pattern.ts';
import { compareProperties } from './rules/properties.ts';
import { comparePropertiesAdded } from './rules/properties-added.ts';
import { comparePropertiesRemoved } from './rules/properties-removed.ts';
import { comparePropertyCount } from './rules/property-count.ts';
import { compareRequired } from './rules/required.ts';
import { compareConditional } from './rules/sound/conditional.ts';
import { compareContains } from './rules/sound/contains.ts';
import { compareEmptiness } from './rules/sound/empty-combination.ts';
import { compareExclusiveFlags } from './rules/sound/exclusive-flags.ts';
import { compareExclusiveMaximumBesideMaximum } from './rules/sound/exclusive-maximum-beside-maximum.ts';
import { compareOneOfOverlap } from './rules/sound/one-of-overlap.ts';
import { comparePatternProperties } from './rules/sound/pattern-properties.ts';
import { comparePropertiesBesidePatterns } from './rules/sound/properties-beside-patterns.ts';
import { comparePropertyNames } from './rules/sound/property-names.ts';
import { compareReferenceChain } from './rules/sound/reference-chain.ts';
import { compareRequiredEmptyProperties } from './rules/sound/required-empty-properties.ts';
import { compareRequiredNames } from './rules/sound/required-names.ts';
import { compareTupleBesideUnusedRest } from './rules/sound/tuple-beside-unused-rest.ts';
import { compareTyped } from './rules/sound/typed.ts';
import { compareUnevaluatedScope } from './rules/sound/unevaluated-scope.ts';
import { compareStringLength } from './rules/string-length.ts';
import { compareTuple } from './rules/tuple.ts';
import { compareUnevaluatedItems } from './rules/unevaluated-items.ts';
import { compareUnevaluatedProperties } from './rules/unevaluated-properties.ts';
import { compareUniqueItems } from './rules/unique-items.ts';

type RuleTable = {
  readonly [Kind in SchemaNode['kind']]: readonly Rule<Extract<SchemaNode, { readonly kind: Kind }>>[];
};

/** What is compared in each class of schema, in the reference server's order. */
export const rules: RuleTable = {
  string: [compareStringLength, comparePattern],
  number: [compareNumberRange, compareMultipleOf, compareInteger],
  enum: [compareEnum],
  const: [compareConst],
  not: [compareNot],
  object: [
    compareRequired,
    compareProperties,
    comparePropertiesRemoved,
    comparePropertiesAdded,
    compareDependencies,
    compareAdditionalProperties,
    compareUnevaluatedProperties,
    comparePropertyCount,
  ],
  array: [
    compareItems,
    compareTuple,
    compareAdditionalItems,
    compareUnevaluatedItems,
    compareItemCount,
    compareUniqueItems,
    compareContainsCount,
  ],
  combined: [compareCombined],
  conditional: [],
  reference: [],
  boolean: [],
  null: [],
  empty: [],
  true: [],
  false: [],
};

/** What is compared when soundness is asked for. */
export const soundRules: RuleTable = {
  ...rules,
  string: [...rules.string, compareTyped],
  number: [...rules.number, compareTyped, compareExclusiveFlags, compareExclusiveMaximumBesideMaximum],
  object: [
    ...rules.object,
    compareTyped,
    compareRequiredNames,
    compareRequiredEmptyProperties,
    comparePropertiesBesidePatterns,
    comparePatternProperties,
    comparePropertyNames,
    compareUnevaluatedScope,
  ],
  array: [
    ...rules.array,
    compareTyped,
    compareContains,
    compareTupleBesideUnusedRest,
    compareUnevaluatedScope,
  ],
  conditional: [compareConditional],
  reference: [compareReferenceChain],
};

/** What is compared for soundness where either schema is a combined one, whatever the other is. */
export const combinationRules: readonly Rule<SchemaNode>[] = [
  compareEmptiness,
  compareOneOfOverlap,
  compareUnevaluatedScope,
];
