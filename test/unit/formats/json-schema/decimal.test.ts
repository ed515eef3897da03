import { describe, expect, test } from 'vitest';
import {
  canonicalNumber,
  isMultiple,
  isZero,
  sameValue,
} from '../../../../src/formats/json-schema/decimal.ts';

describe('canonical text of a number', () => {
  test.each([
    ['0', '0'],
    ['7', '7'],
    ['-7', '-7'],
    ['-0', '0'],
    ['0.0', '0.0'],
    ['-0.0', '0.0'],
    ['1.0', '1.0'],
    ['1.10', '1.10'],
    ['-1.10', '-1.10'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['0.1', '0.1'],
    ['0.000001', '0.000001'],
    ['0.0000001', '1E-7'],
    ['0.00000012', '1.2E-7'],
    ['0.00000000', '0E-8'],
    ['1e3', '1E+3'],
    ['1E3', '1E+3'],
    ['1e+3', '1E+3'],
    ['1.5e3', '1.5E+3'],
    ['1.5e1', '15'],
    ['12e-1', '1.2'],
    ['1e0', '1'],
    ['1e-3', '0.001'],
    ['1e-7', '1E-7'],
    ['12.5e-2', '0.125'],
    ['1234e-10', '1.234E-7'],
    ['123e4', '1.23E+6'],
    ['-123e4', '-1.23E+6'],
    ['0e5', '0E+5'],
    ['0e-3', '0.000'],
    ['0e-9', '0E-9'],
    ['1e400', '1E+400'],
    ['1e-400', '1E-400'],
    ['1e2147483647', '1E+2147483647'],
    ['1e-2147483647', '1E-2147483647'],
  ])('%s is %s', (token, text) => {
    expect(canonicalNumber(token)).toBe(text);
    expect(canonicalNumber(text)).toBe(text);
  });

  test.each(['1e2147483648', '1e-2147483648', '0.1e-2147483647', '12e2147483647', '1e99999999999999999999'])(
    '%s has an exponent out of range',
    (token) => {
      expect(canonicalNumber(token)).toBeUndefined();
    },
  );
});

test.each([
  ['1', '1.0', true],
  ['1000', '1E+3', true],
  ['0', '0E+5', true],
  ['0.0', '0', true],
  ['-1', '1', false],
  ['1', '10', false],
  ['100', '101', false],
  ['1E-7', '0.0000001', true],
])('%s and %s are the same value: %s', (a, b, same) => {
  expect(sameValue(a, b)).toBe(same);
  expect(sameValue(b, a)).toBe(same);
});

test.each([
  ['0', true],
  ['0.00', true],
  ['0E+9', true],
  ['0.01', false],
  ['10', false],
])('%s is zero: %s', (text, zero) => {
  expect(isZero(text)).toBe(zero);
});

test.each([
  ['4', '2', true],
  ['2', '4', false],
  ['0.3', '0.1', true],
  ['0.1', '0.3', false],
  ['1', '0.01', true],
  ['1', '0.03', false],
  ['-6', '3', true],
  ['6', '-3', true],
  ['0', '7', true],
  ['7', '0', false],
  ['10', '1E+1', true],
  ['1E+2', '10', true],
  ['15', '1E+1', false],
  ['1E+2000000000', '7', false],
  ['1E+2000000000', '8', true],
  ['1E+2000000000', '1E-2000000000', true],
  ['7', '1E+2000000000', false],
  ['1E-2000000000', '7', false],
])('%s is a multiple of %s: %s', (a, b, multiple) => {
  expect(isMultiple(a, b)).toBe(multiple);
});
