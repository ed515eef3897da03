import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { printJson, printSorted, structureKey } from '../../../../src/formats/json-schema/json-printer.ts';
import { readJson } from '../../../../src/formats/json-schema/json-reader.ts';
import type { JsonValue } from '../../../../src/formats/json-schema/json-value.ts';
import { propertyRuns } from '../../../helpers/property-runs.ts';

function read(text: string): JsonValue {
  const result = readJson(text);
  if (!result.ok) {
    throw new Error(result.reason);
  }
  return result.value;
}

/** JSON texts with every sort of spacing, escape, key and number. */
const jsonText = fc.letrec<{ value: string; object: string; array: string }>((tie) => {
  const space = fc.constantFrom('', ' ', '\n\t', '\r\n');
  const number = fc
    .tuple(fc.constantFrom('', '-'), fc.bigInt(0n, 10n ** 20n), fc.nat(), fc.integer({ min: -500, max: 500 }))
    .chain(([sign, whole, fraction, exponent]) =>
      fc.constantFrom(
        `${sign}${whole}`,
        `${sign}${whole}.${fraction}`,
        `${sign}0.000000${fraction}0e${exponent}`,
        `${sign}${whole}E${exponent}`,
      ),
    );
  const string = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc
      .string({
        unit: fc.constantFrom('\\u001f', '\\/', '\\ud83d', '\\uDE00', '\\n', '"'.replace('"', '\\"'), 'é'),
      })
      .map((text) => `"${text}"`),
    fc.constantFrom('"__proto__"', '"1"', '"0"', '"constructor"'),
  );
  return {
    value: fc.oneof(
      { maxDepth: 4 },
      number,
      string,
      fc.constantFrom('true', 'false', 'null'),
      tie('object'),
      tie('array'),
    ),
    object: fc
      .array(fc.tuple(string, space, tie('value')), { maxLength: 5 })
      .map((members) => `{${members.map(([key, gap, value]) => `${key}${gap}:${gap}${value}`).join(',')}}`),
    array: fc
      .tuple(fc.array(tie('value'), { maxLength: 5 }), space)
      .map(([members, gap]) => `[${members.join(`,${gap}`)}]`),
  };
}).value;

function forAnyText(check: (text: string) => void): void {
  fc.assert(fc.property(jsonText, check), propertyRuns());
}

/** As JSON.parse reads it; no sort of zero has a sign in canonical text. */
function parsed(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => (value === 0 ? 0 : value));
}

describe('canonical text', () => {
  test('is read and printed without a change, and can be stored as UTF-8', () => {
    forAnyText((text) => {
      const canonical = printJson(read(text));
      expect(printJson(read(canonical))).toBe(canonical);
      expect(canonical.isWellFormed()).toBe(true);
    });
  });

  test('is the text itself where the reader says so', () => {
    forAnyText((text) => {
      const result = readJson(text);
      expect([text, undefined]).toContain(
        result.ok && result.canonical ? printJson(result.value) : undefined,
      );
    });
  });

  test('holds the same values as the text', () => {
    forAnyText((text) => {
      expect(read(printJson(read(text)))).toEqual(read(text));
      expect(parsed(printJson(read(text)))).toEqual(parsed(text));
    });
  });

  test('sorted is the same when sorted again, and of the same structure', () => {
    forAnyText((text) => {
      const sorted = printSorted(read(text));
      expect(printSorted(read(sorted))).toBe(sorted);
      expect(printJson(read(sorted))).toBe(sorted);
      expect(structureKey(read(sorted))).toBe(structureKey(read(text)));
    });
  });
});

test('keys are sorted by code units at every depth, arrays are not', () => {
  expect(
    printSorted(read('{"b":[{"z":1,"10":2,"9":3},2,1],"é":0,"a":{"_":1,"Z":2},"😀":1,"\uffff":2}')),
  ).toBe('{"a":{"Z":2,"_":1},"b":[{"10":2,"9":3,"z":1},2,1],"é":0,"😀":1,"\uffff":2}');
});

describe('structure keys', () => {
  const long = JSON.stringify(Array.from({ length: 100 }, (_, index) => `item ${index}`));

  test('are the sorted text of short values', () => {
    expect(structureKey(read('{"b":1,"a":[true,null]}'))).toBe('{"a":[true,null],"b":1}');
  });

  test('are short and alike for long values that are alike', () => {
    const key = structureKey(read(`{"b":${long},"a":1}`));
    expect(key.length).toBeLessThan(100);
    expect(structureKey(read(`{"a":1,"b":${long}}`))).toBe(key);
    expect(structureKey(read(`{"a":2,"b":${long}}`))).not.toBe(key);
  });

  test('do not take a string for a digest', () => {
    const digest = structureKey(read(long));
    expect(structureKey(read(JSON.stringify(digest)))).not.toBe(digest);
  });

  test('are the digest of a long string', () => {
    const text = JSON.stringify('x'.repeat(1000));
    expect(structureKey(read(text))).toBe(structureKey(read(text)));
    expect(structureKey(read(text)).length).toBeLessThan(100);
  });
});
