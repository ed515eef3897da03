/** Which compatibility policies let a kind of difference pass; LENIENT allows all that STRICT allows. */
export type AllowedBy = 'strict' | 'lenient' | 'never';

/** The sentence that explains a kind of difference; kinds that share one share a wording. */
export type Wording =
  | 'added'
  | 'increased'
  | 'decreased'
  | 'changed'
  | 'narrowed'
  | 'extended'
  | 'type'
  | 'addedToOpen'
  | 'requiredAddedToUnopen'
  | 'removedFromClosed'
  | 'removedNotCovered'
  | 'addedNotCovered'
  | 'unsound'
  | 'none';

interface KindFacts {
  readonly allowedBy: AllowedBy;
  readonly wording: Wording;
}

const fine = { allowedBy: 'strict', wording: 'none' } as const;
const refused = <W extends Wording>(wording: W) => ({ allowedBy: 'never', wording }) as const;
const lenient = <W extends Wording>(wording: W) => ({ allowedBy: 'lenient', wording }) as const;

/**
 * Every kind of difference, with the policies that allow it. Names and policies are those of the
 * Confluent API, except the last block: kinds of our own, found only when soundness is asked for.
 */
export const differenceKinds = {
  ID_CHANGED: fine,
  TITLE_CHANGED: fine,
  DESCRIPTION_CHANGED: fine,
  DEFAULT_CHANGED: fine,

  SCHEMA_ADDED: refused('none'),
  SCHEMA_REMOVED: fine,
  TYPE_EXTENDED: fine,
  TYPE_NARROWED: refused('type'),
  TYPE_CHANGED: refused('type'),

  MAX_LENGTH_ADDED: refused('added'),
  MAX_LENGTH_REMOVED: fine,
  MAX_LENGTH_INCREASED: fine,
  MAX_LENGTH_DECREASED: refused('decreased'),
  MIN_LENGTH_ADDED: refused('added'),
  MIN_LENGTH_REMOVED: fine,
  MIN_LENGTH_INCREASED: refused('increased'),
  MIN_LENGTH_DECREASED: fine,
  PATTERN_ADDED: refused('added'),
  PATTERN_REMOVED: fine,
  PATTERN_CHANGED: refused('changed'),

  MAXIMUM_ADDED: refused('added'),
  MAXIMUM_REMOVED: fine,
  MAXIMUM_INCREASED: fine,
  MAXIMUM_DECREASED: refused('decreased'),
  MINIMUM_ADDED: refused('added'),
  MINIMUM_REMOVED: fine,
  MINIMUM_INCREASED: refused('increased'),
  MINIMUM_DECREASED: fine,
  EXCLUSIVE_MAXIMUM_ADDED: refused('added'),
  EXCLUSIVE_MAXIMUM_REMOVED: fine,
  EXCLUSIVE_MAXIMUM_INCREASED: fine,
  EXCLUSIVE_MAXIMUM_DECREASED: refused('decreased'),
  EXCLUSIVE_MINIMUM_ADDED: refused('added'),
  EXCLUSIVE_MINIMUM_REMOVED: fine,
  EXCLUSIVE_MINIMUM_INCREASED: refused('increased'),
  EXCLUSIVE_MINIMUM_DECREASED: fine,
  MULTIPLE_OF_ADDED: refused('added'),
  MULTIPLE_OF_REMOVED: fine,
  MULTIPLE_OF_EXPANDED: refused('increased'),
  MULTIPLE_OF_REDUCED: fine,
  MULTIPLE_OF_CHANGED: refused('changed'),

  ENUM_ARRAY_EXTENDED: fine,
  ENUM_ARRAY_NARROWED: refused('narrowed'),
  ENUM_ARRAY_CHANGED: refused('type'),

  REQUIRED_ATTRIBUTE_ADDED: refused('added'),
  REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED: fine,
  REQUIRED_ATTRIBUTE_REMOVED: fine,

  PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL: fine,
  PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL: lenient('removedFromClosed'),
  PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: fine,
  PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: fine,
  PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: lenient('removedNotCovered'),

  PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: fine,
  REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: refused('addedToOpen'),
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL: lenient('addedToOpen'),
  OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: lenient('addedToOpen'),
  PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: fine,
  PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: lenient('addedNotCovered'),
  REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: refused('requiredAddedToUnopen'),
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL: fine,
  OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: fine,

  DEPENDENCY_ARRAY_ADDED: refused('added'),
  DEPENDENCY_ARRAY_REMOVED: fine,
  DEPENDENCY_ARRAY_EXTENDED: refused('extended'),
  DEPENDENCY_ARRAY_NARROWED: fine,
  DEPENDENCY_ARRAY_CHANGED: refused('changed'),
  DEPENDENCY_SCHEMA_ADDED: refused('added'),
  DEPENDENCY_SCHEMA_REMOVED: fine,

  ADDITIONAL_PROPERTIES_ADDED: fine,
  ADDITIONAL_PROPERTIES_REMOVED: lenient('added'),
  ADDITIONAL_PROPERTIES_EXTENDED: fine,
  ADDITIONAL_PROPERTIES_NARROWED: lenient('narrowed'),
  UNEVALUATED_PROPERTIES_ADDED: fine,
  UNEVALUATED_PROPERTIES_REMOVED: lenient('added'),
  UNEVALUATED_PROPERTIES_EXTENDED: fine,
  UNEVALUATED_PROPERTIES_NARROWED: lenient('narrowed'),

  MAX_PROPERTIES_ADDED: refused('added'),
  MAX_PROPERTIES_REMOVED: fine,
  MAX_PROPERTIES_INCREASED: fine,
  MAX_PROPERTIES_DECREASED: refused('decreased'),
  MIN_PROPERTIES_ADDED: refused('added'),
  MIN_PROPERTIES_REMOVED: fine,
  MIN_PROPERTIES_INCREASED: refused('increased'),
  MIN_PROPERTIES_DECREASED: fine,

  ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL: fine,
  ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL: refused('removedFromClosed'),
  ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: fine,
  ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: fine,
  ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: refused('removedNotCovered'),
  ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: fine,
  ITEM_ADDED_TO_OPEN_CONTENT_MODEL: refused('addedToOpen'),
  ITEM_ADDED_TO_CLOSED_CONTENT_MODEL: fine,
  ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: fine,
  ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: refused('addedNotCovered'),

  ADDITIONAL_ITEMS_ADDED: fine,
  ADDITIONAL_ITEMS_REMOVED: refused('added'),
  ADDITIONAL_ITEMS_EXTENDED: fine,
  ADDITIONAL_ITEMS_NARROWED: refused('narrowed'),
  UNEVALUATED_ITEMS_ADDED: fine,
  UNEVALUATED_ITEMS_REMOVED: refused('added'),
  UNEVALUATED_ITEMS_EXTENDED: fine,
  UNEVALUATED_ITEMS_NARROWED: refused('narrowed'),

  MAX_ITEMS_ADDED: refused('added'),
  MAX_ITEMS_REMOVED: fine,
  MAX_ITEMS_INCREASED: fine,
  MAX_ITEMS_DECREASED: refused('decreased'),
  MIN_ITEMS_ADDED: refused('added'),
  MIN_ITEMS_REMOVED: fine,
  MIN_ITEMS_INCREASED: refused('increased'),
  MIN_ITEMS_DECREASED: fine,
  UNIQUE_ITEMS_ADDED: refused('added'),
  UNIQUE_ITEMS_REMOVED: fine,
  MAX_CONTAINS_ADDED: refused('added'),
  MAX_CONTAINS_REMOVED: fine,
  MAX_CONTAINS_INCREASED: fine,
  MAX_CONTAINS_DECREASED: refused('decreased'),
  MIN_CONTAINS_ADDED: refused('added'),
  MIN_CONTAINS_REMOVED: fine,
  MIN_CONTAINS_INCREASED: refused('increased'),
  MIN_CONTAINS_DECREASED: fine,

  COMBINED_TYPE_EXTENDED: fine,
  COMBINED_TYPE_CHANGED: refused('type'),
  COMBINED_TYPE_SUBSCHEMAS_CHANGED: refused('type'),
  PRODUCT_TYPE_EXTENDED: refused('extended'),
  PRODUCT_TYPE_NARROWED: fine,
  SUM_TYPE_EXTENDED: fine,
  SUM_TYPE_NARROWED: refused('narrowed'),
  NOT_TYPE_EXTENDED: refused('extended'),
  NOT_TYPE_NARROWED: fine,

  TYPE_ADDED: refused('unsound'),
  REQUIRED_NAME_ADDED: refused('unsound'),
  REQUIRED_EMPTY_PROPERTY_ADDED: refused('unsound'),
  PROPERTY_ADDED_BESIDE_PATTERNS: refused('unsound'),
  PATTERN_PROPERTY_ADDED: refused('unsound'),
  PATTERN_PROPERTY_REMOVED: refused('unsound'),
  PROPERTY_NAMES_ADDED: refused('unsound'),
  CONTAINS_ADDED: refused('unsound'),
  CONTAINS_EXTENDED: refused('unsound'),
  TUPLE_ADDED_BESIDE_UNUSED_REST: refused('unsound'),
  CONDITIONAL_CHANGED: refused('unsound'),
  EXCLUSIVE_MAXIMUM_FLAG_ADDED: refused('unsound'),
  EXCLUSIVE_MINIMUM_FLAG_ADDED: refused('unsound'),
  REFERENCE_SIBLING_CHANGED: refused('unsound'),
  ONE_OF_MEMBERS_OVERLAP: refused('unsound'),
  COMBINATION_EMPTINESS_CHANGED: refused('unsound'),
  UNEVALUATED_SCOPE_CHANGED: refused('unsound'),
} as const satisfies Record<string, KindFacts>;

export type DifferenceKind = keyof typeof differenceKinds;

/** One difference between two schemas. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** `#/` and the segments joined by `/`, nothing escaped, as the Confluent API prints them. */
  readonly path: string;
}
