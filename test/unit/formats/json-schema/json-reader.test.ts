import { describe, expect, test } from 'vitest';
import { printJson } from '../../../../src/formats/json-schema/json-printer.ts';
import { readJson } from '../../../../src/formats/json-schema/json-reader.ts';
import { isJsonObject, JsonNumber } from '../../../../src/formats/json-schema/json-value.ts';

function canonical(text: string): string {
  const result = readJson(text);
  return result.ok ? printJson(result.value) : `error: ${result.reason}`;
}

describe('reads', () => {
  test.each([
    ['null', 'null'],
    [' \t\r\n true \n', 'true'],
    ['false', 'false'],
    ['{}', '{}'],
    ['[]', '[]'],
    ['{ }', '{}'],
    ['[ ]', '[]'],
    ['""', '""'],
    ['[1, 2 , -3]', '[1,2,-3]'],
    ['{"b" : 1 , "a" : [ { } ] }', '{"b":1,"a":[{}]}'],
    ['{"10":1,"9":2,"a":3,"1":4}', '{"10":1,"9":2,"a":3,"1":4}'],
    ['{"__proto__":{"x":1},"constructor":2}', '{"__proto__":{"x":1},"constructor":2}'],
    ['{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    ['{"\\u0061":1,"a":2}', '{"a":2}'],
    ['[0,-0,10,1.50,1e3,123456789012345678]', '[0,0,10,1.50,1E+3,123456789012345678]'],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\"\\\\/\\b\\f\\n\\r\\t"'],
    ['"x\\u00e9\\u0041\\uD83D\\uDE00y"', '"xéA😀y"'],
    ['"\\u0000\\u001f"', '"\\u0000\\u001F"'],
    ['"\\ud800"', '"\\uD800"'],
    ['"\u007f\u2028é😀"', '"\u007f\u2028é😀"'],
  ])('%j as %j', (text, printed) => {
    expect(canonical(text)).toBe(printed);
  });

  test.each([
    ['{"b":[1,-2,true,null,"é😀"],"a":{"c":1.50}}', true],
    ['{"a": 1}', false],
    ['{"a":1}\n', false],
    ['{"a":1,"a":1}', false],
    ['"\\u0061"', false],
    ['[1e3]', false],
    ['"\ud800"', false],
  ])('%j, and says whether that is how it is printed: %j', (text, expected) => {
    expect(readJson(text)).toMatchObject({ ok: true, canonical: expected });
  });

  test('objects as maps and numbers by their text', () => {
    const result = readJson('{"a":1.0}');
    const value = result.ok ? result.value : undefined;
    expect(isJsonObject(value)).toBe(true);
    expect(isJsonObject(value) ? value.get('a') : undefined).toEqual(new JsonNumber('1.0'));
  });

  test('1000 levels, and numbers of 1000 characters', () => {
    const deep = '['.repeat(1000) + ']'.repeat(1000);
    expect(canonical(deep)).toBe(deep);
    expect(canonical('9'.repeat(1000))).toBe('9'.repeat(1000));
  });
});

describe('refuses', () => {
  test.each([
    ['', 'expected a value but the text ends at line 1, column 1'],
    ['  \n ', 'expected a value but the text ends at line 2, column 2'],
    ['\ufeff{}', 'expected a value but found U+FEFF at line 1, column 1'],
    ['\ufeff', 'expected a value but found U+FEFF at line 1, column 1'],
    ['1 2', 'expected the end of the text but found "2" at line 1, column 3'],
    ['{}{}', 'expected the end of the text but found "{" at line 1, column 3'],
    ['{"a":1,}', 'expected a key in double quotes but found "}" at line 1, column 8'],
    ['[1,]', 'expected a value but found "]" at line 1, column 4'],
    ['[1 2]', 'expected a comma or "]" but found "2" at line 1, column 4'],
    ['[1', 'expected a comma or "]" but the text ends at line 1, column 3'],
    ['{"a" 1}', 'expected a colon but found "1" at line 1, column 6'],
    ['{"a":1 "b"', 'expected a comma or "}" but found """ at line 1, column 8'],
    ["{'a':1}", `expected a key in double quotes but found "'" at line 1, column 2`],
    ['{a:1}', 'expected a key in double quotes but found "a" at line 1, column 2'],
    ['// x\n1', 'expected a value but found "/" at line 1, column 1'],
    ['NaN', 'expected a value but found "N" at line 1, column 1'],
    ['Infinity', 'expected a value but found "I" at line 1, column 1'],
    ['-Infinity', 'malformed number at line 1, column 1'],
    ['[\n01]', 'malformed number at line 2, column 1'],
    ['1.', 'malformed number at line 1, column 1'],
    ['.5', 'expected a value but found "." at line 1, column 1'],
    ['+1', 'expected a value but found "+" at line 1, column 1'],
    ['1e', 'malformed number at line 1, column 1'],
    ['1-2', 'malformed number at line 1, column 1'],
    ['0x10', 'malformed number at line 1, column 1'],
    ['-', 'malformed number at line 1, column 1'],
    ['tru', 'expected a value but found "t" at line 1, column 1'],
    ['nul', 'expected a value but found "n" at line 1, column 1'],
    ['"a', 'expected a closing quote but the text ends at line 1, column 3'],
    ['"a\\n', 'expected a closing quote but the text ends at line 1, column 5'],
    ['"a\nb"', 'expected a closing quote but found U+000A at line 1, column 3'],
    ['"\\\\\tb"', 'expected a closing quote but found U+0009 at line 1, column 4'],
    ['"\\x"', 'bad escape in a string at line 1, column 3'],
    ['"\\u12g4"', 'bad escape in a string at line 1, column 3'],
    ['"\\u12', 'bad escape in a string at line 1, column 3'],
    ['"\\', 'bad escape in a string at line 1, column 3'],
    ['1e2147483648', 'number with an exponent that does not fit 32 bits at line 1, column 1'],
  ])('%j', (text, reason) => {
    expect(readJson(text)).toEqual({ ok: false, reason });
  });

  test('numbers of more than 1000 characters', () => {
    expect(canonical('9'.repeat(1001))).toBe('error: number longer than 1000 characters at line 1, column 1');
    expect(canonical(`1.${'0'.repeat(1000)}`)).toBe(
      'error: number longer than 1000 characters at line 1, column 1',
    );
  });

  test.each(['[', '{"a":', '[{"a":'])(
    'more than 1000 levels of %j, without overflowing the stack',
    (open) => {
      expect(canonical(open.repeat(1001))).toMatch(/^error: nested deeper than 1000 levels at /);
      expect(canonical(open.repeat(1_000_000))).toMatch(/^error: nested deeper than 1000 levels at /);
    },
  );
});
