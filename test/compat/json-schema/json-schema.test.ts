import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CompareResult, compareSchemas } from '../../../src/formats/json-schema/compare.ts';
import { type Difference, differenceKinds } from '../../../src/formats/json-schema/difference.ts';
import { printJson } from '../../../src/formats/json-schema/json-printer.ts';
import { isJsonObject } from '../../../src/formats/json-schema/json-value.ts';
import { lowerDocument } from '../../../src/formats/json-schema/lowering/lower-document.ts';
import type { CompareOptions } from '../../../src/formats/json-schema/pair-context.ts';
import { jsonValue, loweredValue } from '../../helpers/json-schemas.ts';
import { type CompatibilityCase, readCases } from './case-file.ts';

const folder = new URL('cases/', import.meta.url);

/** How many cases each table must hold: one that gets lost must not go unseen. */
const expectedCounts: Readonly<Record<string, number>> = {
  'additional-items': 12,
  'additional-properties': 10,
  annotations: 14,
  'combined-criterion': 23,
  'combined-members': 19,
  'combined-size': 13,
  'combined-with-plain': 32,
  const: 7,
  'contains-count': 9,
  dependencies: 21,
  enum: 21,
  integer: 6,
  'item-count': 8,
  items: 18,
  'multiple-of': 11,
  not: 8,
  'number-range': 23,
  pattern: 8,
  'properties-added': 34,
  'properties-removed': 20,
  properties: 15,
  'property-count': 8,
  'reference-pairs': 103,
  references: 37,
  required: 11,
  sound: 58,
  'string-length': 13,
  tuple: 25,
  'type-change': 38,
  'unevaluated-items': 11,
  'unevaluated-properties': 15,
  'unique-items': 6,
};

const tables = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ name: file.slice(0, -'.json'.length), cases: readCases(new URL(file, folder)) }));

describe.each(tables)('$name', ({ cases }) => {
  test.each(cases)('$description', (row) => {
    const strict = compare(row, { policy: 'STRICT', sound: false });
    const lenient = compare(row, { policy: 'LENIENT', sound: false });
    const sound = compare(row, { policy: 'STRICT', sound: true });
    expect(
      {
        differences: names(strict.differences),
        strict: strict.compatible,
        lenient: lenient.compatible,
        sound: sound.compatible,
        soundDifferences: names(sound.differences),
      },
      `original: ${printJson(row.original)}\nupdate: ${printJson(row.update)}`,
    ).toEqual({
      differences: row.differences,
      strict: row.strict,
      lenient: row.lenient,
      sound: row.sound,
      soundDifferences: row.soundDifferences,
    });
  });
});

test('no table lost a case', () => {
  const total = tables.reduce((sum, { cases }) => sum + cases.length, 0);
  expect(total).toBe(657);
  expect(Object.fromEntries(tables.map(({ name, cases }) => [name, cases.length]))).toEqual(expectedCounts);
});

test('a recorded pair of which one schema is none is refused before it is compared', () => {
  const original = jsonValue('{"type":"object","properties":{"x":{"type":"number"}}}');
  const update = jsonValue('{"type":"object","properties":{"x":{"type":"strin"}}}');
  expect(lowerDocument(original, []).ok).toBe(true);
  expect(lowerDocument(update, []).ok).toBe(false);
});

test('no two cases of a table have the same description', () => {
  const repeated = tables.flatMap(({ cases }) => {
    const descriptions = cases.map((row) => row.description);
    return descriptions.filter((description, index) => descriptions.indexOf(description) !== index);
  });
  expect(repeated).toEqual([]);
});

test('every draft occurs in at least thirty cases', () => {
  const drafts = tables
    .flatMap(({ cases }) => cases)
    .map(({ original }) => (isJsonObject(original) ? original.get('$schema') : undefined));
  for (const draft of ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12']) {
    const count = drafts.filter((uri) => typeof uri === 'string' && uri.includes(draft)).length;
    // Draft 7 is also what a schema without $schema is taken for.
    expect(count).toBeGreaterThanOrEqual(draft === 'draft-07' ? 10 : 30);
  }
});

test('every kind of difference occurs in a case', () => {
  const found = new Set(
    tables
      .flatMap(({ cases }) => cases)
      .flatMap((row) => [...row.differences, ...row.soundDifferences])
      .map((difference) => difference.split(' ')[0]),
  );
  expect(Object.keys(differenceKinds).filter((kind) => !found.has(kind))).toEqual([]);
});

function compare(
  row: CompatibilityCase,
  options: CompareOptions,
): Exclude<CompareResult, { tooComplex: string }> {
  const result = compareSchemas(loweredValue(row.original), loweredValue(row.update), options);
  if ('tooComplex' in result) {
    throw new Error(result.tooComplex);
  }
  return result;
}

function names(differences: readonly Difference[]): readonly string[] {
  return differences.map(({ kind, path }) => `${kind} ${path}`).sort();
}
