import { describe, expect, test } from 'vitest';
import {
  type DifferenceKind,
  differenceKinds,
  type Wording,
} from '../../../../src/formats/json-schema/difference.ts';
import { differenceMessage } from '../../../../src/formats/json-schema/messages.ts';

/** One kind of each wording, with its text in the two directions' common form: A reads what B wrote. */
const texts: Readonly<Record<Wording, readonly [DifferenceKind, string]>> = {
  added: ['MAX_LENGTH_ADDED', "The keyword at path '#/a' in the A schema is not present in the B schema"],
  increased: [
    'MINIMUM_INCREASED',
    "The value at path '#/a' in the A schema is more than its value in the B schema",
  ],
  decreased: [
    'MAXIMUM_DECREASED',
    "The value at path '#/a' in the A schema is less than its value in the B schema",
  ],
  changed: ['PATTERN_CHANGED', "The value at path '#/a' is different between the A and B schema"],
  narrowed: [
    'SUM_TYPE_NARROWED',
    "An array or combined type at path '#/a' has fewer elements in the A schema than the B schema",
  ],
  extended: [
    'PRODUCT_TYPE_EXTENDED',
    "An array or combined type at path '#/a' has more elements in the A schema than the B schema",
  ],
  type: ['TYPE_CHANGED', "A type at path '#/a' is different between the A schema and the B schema"],
  addedToOpen: [
    'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL',
    "The A schema has an open content model and has a property or item at path '#/a' which is missing in the B schema",
  ],
  requiredAddedToUnopen: [
    'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
    "The A schema has an unopen content model and has a required property at path '#/a' which is missing in the B schema",
  ],
  removedFromClosed: [
    'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    "The A has a closed content model and is missing a property or item present at path '#/a' in the B schema",
  ],
  removedNotCovered: [
    'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    "A property or item is missing in the A schema but present at path '#/a' in the B schema and is not covered by its partially open content model",
  ],
  addedNotCovered: [
    'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    "The A schema has a property or item at path '#/a' which is missing in the B schema and is not covered by its partially open content model",
  ],
  unsound: ['CONTAINS_ADDED', "The A schema may refuse at path '#/a' what the B schema accepts"],
  none: ['SCHEMA_ADDED', ''],
};

describe('differenceMessage', () => {
  test.each(Object.values(texts))('%s', (kind, text) => {
    const expected = (reader: string, writer: string) =>
      `{errorType:"${kind}", description:"${text
        .replace('the A ', `the ${reader} `)
        .replace('The A ', `The ${reader} `)
        .replace(' B ', ` ${writer} `)}'}`;
    expect(differenceMessage({ kind, path: '#/a' }, 'BACKWARD')).toBe(expected('new', 'old'));
    expect(differenceMessage({ kind, path: '#/a' }, 'FORWARD')).toBe(expected('old', 'new'));
  });

  test('does not take a percent sign in a name for anything but itself', () => {
    expect(differenceMessage({ kind: 'PATTERN_ADDED', path: '#/properties/100%s' }, 'BACKWARD')).toBe(
      `{errorType:"PATTERN_ADDED", description:"The keyword at path '#/properties/100%s' in the new schema is not present in the old schema'}`,
    );
  });

  test('every kind that a policy can refuse explains itself, but the one whose text the API leaves empty', () => {
    const silent = Object.entries(differenceKinds)
      .filter(([, facts]) => facts.allowedBy !== 'strict' && facts.wording === 'none')
      .map(([kind]) => kind);
    expect(silent).toEqual(['SCHEMA_ADDED']);
  });
});
