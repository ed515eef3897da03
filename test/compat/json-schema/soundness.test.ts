import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareSchemas } from '../../../src/formats/json-schema/compare.ts';
import type { Dialect } from '../../../src/formats/json-schema/dialect.ts';
import { lowerDocument } from '../../../src/formats/json-schema/lowering/lower-document.ts';
import { dialects, documents, evolutions, type SchemaValue } from '../../helpers/arbitraries.ts';
import { jsonValue } from '../../helpers/json-schemas.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const ajvOptions = { strict: false, validateFormats: false, validateSchema: false, logger: false } as const;

/**
 * What soundness promises, held against an independent validator: where it accepts a new schema, every
 * document valid for the old one is valid for the new one.
 */
describe.each(dialects)('schemas of %s accepted as sound', (dialect) => {
  test('accept every document that the schemas before them accepted', () => {
    let accepted = 0;
    let validated = 0;
    fc.assert(
      fc.property(
        evolutions(dialect),
        fc.array(documents, { minLength: 40, maxLength: 40 }),
        ({ original, update }, candidates) => {
          fc.pre(!meetsAjvFault(original) && isAcceptedAsSound(original, update));
          const before = validator(original, dialect);
          const after = validator(update, dialect);
          accepted += 1;
          for (const document of candidates.filter((candidate) => before(candidate))) {
            validated += 1;
            expect({ document, valid: after(document) }).toEqual({ document, valid: true });
          }
        },
      ),
      propertyRuns(200),
    );
    // Otherwise the check would have checked nothing.
    expect(accepted).toBeGreaterThanOrEqual(200);
    expect(validated).toBeGreaterThan(1000);
  });
});

function isAcceptedAsSound(original: SchemaValue, update: SchemaValue): boolean {
  const [before, after] = [original, update].map((schema) =>
    lowerDocument(jsonValue(JSON.stringify(schema)), []),
  );
  if (before?.ok !== true || after?.ok !== true) {
    return false;
  }
  const result = compareSchemas(before.node, after.node, { policy: 'STRICT', sound: true });
  return 'compatible' in result && result.compatible;
}

function validator(schema: SchemaValue, dialect: Dialect): ValidateFunction {
  const { $schema: _, ...keywords } = Object(schema) as Record<string, unknown>;
  if (dialect === '2020-12') {
    return new Ajv2020(ajvOptions).compile(keywords);
  }
  if (dialect === '2019-09') {
    return new Ajv2019(ajvOptions).compile(keywords);
  }
  const ajv = new Ajv(ajvOptions);
  return ajv.compile(dialect === 'draft-04' ? (withNumericBounds(keywords) as typeof keywords) : keywords);
}

const boundBeside: Readonly<Record<string, string>> = {
  exclusiveMaximum: 'maximum',
  exclusiveMinimum: 'minimum',
};

/** Draft 4's flags as the bounds of later drafts, which is what Ajv knows. */
function withNumericBounds(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withNumericBounds);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const keywords = value as Readonly<Record<string, unknown>>;
  const entries = Object.entries(keywords).flatMap(([key, member]) => {
    const bound = boundBeside[key];
    if (bound === undefined || typeof member !== 'boolean') {
      return [[key, withNumericBounds(member)]];
    }
    return member && keywords[bound] !== undefined ? [[key, keywords[bound]]] : [];
  });
  return Object.fromEntries(entries);
}

/** Ajv 8 lets arrays without a match for `contains` pass where a list of items stands beside it. */
function meetsAjvFault(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { contains, items, prefixItems } = value as Readonly<Record<string, unknown>>;
  const fault = contains !== undefined && (Array.isArray(items) || prefixItems !== undefined);
  return fault || Object.values(value).some(meetsAjvFault);
}
