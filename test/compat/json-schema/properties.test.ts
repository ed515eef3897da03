import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CompareResult, compareSchemas } from '../../../src/formats/json-schema/compare.ts';
import { isAllowed } from '../../../src/formats/json-schema/compatibility-policy.ts';
import { lowerDocument } from '../../../src/formats/json-schema/lowering/lower-document.ts';
import type { SchemaNode } from '../../../src/formats/json-schema/model.ts';
import type { CompareOptions } from '../../../src/formats/json-schema/pair-context.ts';
import { dialects, evolutions, type SchemaValue, schemas } from '../../helpers/arbitraries.ts';
import { jsonValue } from '../../helpers/json-schemas.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const strict: CompareOptions = { policy: 'STRICT', sound: false };
const lenient: CompareOptions = { policy: 'LENIENT', sound: false };
const soundStrict: CompareOptions = { policy: 'STRICT', sound: true };
const soundLenient: CompareOptions = { policy: 'LENIENT', sound: true };
const everyOption = [strict, lenient, soundStrict, soundLenient];

const runs = propertyRuns(75);

describe.each(dialects)('any schemas of %s', (dialect) => {
  test('are compatible with themselves', () => {
    fc.assert(
      fc.property(schemas(dialect), (schema) => {
        for (const options of everyOption) {
          expect(compare(schema, schema, options)).toMatchObject({ compatible: true });
        }
      }),
      runs,
    );
  });

  test('are refused exactly where a difference is listed that the policy refuses', () => {
    fc.assert(
      fc.property(evolutions(dialect), ({ original, update }) => {
        for (const options of everyOption) {
          const { compatible, differences } = compare(original, update, options);
          expect(differences.every(({ kind }) => isAllowed(kind, options.policy))).toBe(compatible);
          expect(differences.every(({ path }) => path.startsWith('#/'))).toBe(true);
        }
      }),
      runs,
    );
  });

  test('are accepted by LENIENT where STRICT accepts them, and by STRICT where soundness does', () => {
    fc.assert(
      fc.property(evolutions(dialect), ({ original, update }) => {
        const accepted = (options: CompareOptions) => compare(original, update, options).compatible;
        expect(!accepted(strict) || accepted(lenient)).toBe(true);
        expect(!accepted(soundStrict) || accepted(strict)).toBe(true);
        expect(!accepted(soundLenient) || accepted(lenient)).toBe(true);
        expect(!accepted(soundStrict) || accepted(soundLenient)).toBe(true);
      }),
      runs,
    );
  });

  test('get the same answer in one direction whether or not the other was asked for, so that FULL is both', () => {
    fc.assert(
      fc.property(evolutions(dialect), ({ original, update }) => {
        const older = node(original);
        const newer = node(update);
        for (const options of everyOption) {
          const backward = compareSchemas(older, newer, options);
          const forward = compareSchemas(newer, older, options);
          expect(backward).toEqual(compare(original, update, options));
          expect(forward).toEqual(compare(update, original, options));
        }
      }),
      propertyRuns(25),
    );
  });
});

/** Compares two schemas lowered afresh; pairs of which one is no valid schema are passed over. */
function compare(
  original: SchemaValue,
  update: SchemaValue,
  options: CompareOptions,
): Exclude<CompareResult, { readonly tooComplex: string }> {
  const result = compareSchemas(node(original), node(update), options);
  if ('tooComplex' in result) {
    throw new Error(result.tooComplex);
  }
  return result;
}

function node(schema: SchemaValue): SchemaNode {
  const lowering = lowerDocument(jsonValue(JSON.stringify(schema)), []);
  fc.pre(lowering.ok);
  return lowering.node;
}
