import { describe, expect, test } from 'vitest';
import { compilePattern, type Pattern } from '../../../../src/formats/json-schema/pattern.ts';
import { PatternTooCostly, withPatternTime } from '../../../../src/formats/json-schema/pattern-time.ts';

function compile(source: string): Pattern {
  const result = compilePattern(source);
  if (!result.ok) {
    throw new Error(result.reason);
  }
  return result.pattern;
}

describe('patterns are searched for', () => {
  test.each([
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['^s_', 's_a', true],
    ['', '', true],
    ['^(a|b)+$', 'abab', true],
    ['^(a|b)+$', 'abc', false],
    ['(?i)^abc$', 'ABC', true],
    ['(?s)a.b', 'a\nb', true],
    ['a.b', 'a\nb', false],
    ['(?m)^b$', 'a\nb', true],
    ['(?u)é', 'é', true],
    ['(?i:A)b', 'ab', true],
    ['\\Ab', 'ab', false],
    ['\\Aa', 'ab', true],
    ['b\\z', 'ab', true],
    ['b\\z', 'ab\n', false],
    ['b\\Z', 'ab\n', true],
    ['a\\Rb', 'a\r\nb', true],
    ['\\p{Alpha}+\\p{Digit}', 'ab1', true],
    ['^\\p{Alpha}$', 'é', false],
    ['^\\P{Alpha}$', 'é', true],
    ['^[\\p{Alnum}_-]+$', 'a_1-b', true],
    ['^[^\\P{Alpha}x]$', 'a', true],
    ['^[^\\P{Alpha}x]$', 'x', false],
    ['^\\p{Punct}$', ']', true],
    ['^\\p{L}$', 'é', true],
    ['^\\pL$', 'é', true],
    ['^\\p{IsLatin}$', 'é', true],
    ['^\\p{IsAlphabetic}$', 'é', true],
    ['a\\hb', 'a\u00a0b', true],
    ['a\\Hb', 'a\tb', false],
    ['^[\\h]$', '\t', true],
    ['\\v', '\n', true],
    ['\\a|\\e', '\u001b', true],
    ['\\x{1F600}', '😀', true],
    ['\\Qa.b\\E', 'a.b', true],
    ['\\Qa.b\\E', 'axb', false],
    ['\\Qa.b-', 'a.b-', true],
    ['[\\Q]-^\\E]', '-', true],
    ['a{2}+b', 'aab', true],
    ['a*+b', 'aab', true],
    ['(?>a+)b', 'aab', true],
    ['a\\-b\\_c\\:d\\@', 'a-b_c:d@', true],
    ['[a\\-z]', '-', true],
    ['[a\\-z]', 'b', false],
    ['[](]+', ']', true],
    ['[^]]', ']', false],
    ['[a-z&&[^b]]', 'b', false],
    ['[a-z&&[^b]]', 'c', true],
    ['^[a-c[x-z]]$', 'y', true],
    ['a}b]', 'a}b]', true],
    ['(a)\\1', 'aa', true],
    ['^\\d{4}-\\d{2}-\\d{2}$', '2024-01-02', true],
    ['\\cJ', '\n', true],
    ['😀', 'a😀', true],
    ['x{', 'x{', true],
  ])('%s in %j: %s', (source, text, found) => {
    const pattern = compile(source);
    expect(pattern.source).toBe(source);
    expect(pattern.matches(text)).toBe(found);
  });

  test('in long texts too', () => {
    expect(compile('b$').matches(`${'a'.repeat(1000)}b`)).toBe(true);
  });
});

describe('patterns that do not compile', () => {
  test.each([
    ['(', 'Unterminated group'],
    ['*a', 'Nothing to repeat'],
    ['[', 'character class without an end'],
    ['[[a]', 'character class without an end'],
    ['[b-a]', 'Range out of order in character class'],
    ['(?x)a b', 'flags (?x) are not supported'],
    ['\\p{InGreek}', 'unknown class \\p{InGreek}'],
    ['\\p{L}(', 'Unterminated group'],
    ['['.repeat(100), 'character classes nested too deep'],
    ['a{2,1}', 'numbers out of order in {} quantifier'],
    ['\\', '\\ at end of pattern'],
  ])('%s: %s', (source, reason) => {
    expect(compilePattern(source)).toEqual({ ok: false, reason });
  });
});

describe('patterns made to take for ever', () => {
  test.each([
    ['(a+)+$', `${'a'.repeat(60)}!`],
    ['^(a|a)*$', `${'a'.repeat(60)}!`],
    ['a*a*a*a*a*a*a*a*b', 'a'.repeat(1000)],
    ['(?:a?){5000}b', 'a'.repeat(60)],
  ])('%s is stopped', (source, text) => {
    const pattern = compile(source);
    expect(() => withPatternTime(() => pattern.matches(text))).toThrow(PatternTooCostly);
  });

  test('share one time in a comparison', () => {
    const pattern = compile('^(a|b)+$');
    const searchForEver = (): void => {
      for (;;) {
        pattern.matches('ab');
      }
    };
    expect(() => withPatternTime(searchForEver, 20)).toThrow(PatternTooCostly);
    expect(() => withPatternTime(() => pattern.matches('ab'), 0)).toThrow('the patterns take too long');
    expect(withPatternTime(() => pattern.matches('ab'))).toBe(true);
  });
});
