import { expect, it } from 'vitest';
import { describeRecords, describeSize } from '../../src/commands/output.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [12_345_678, '12.3 MB'],
  [5e12, '5000.0 GB'],
])('gives %d bytes as %s', (bytes, words) => {
  expect(describeSize(bytes)).toBe(words);
});

it('counts records in words', () => {
  const one = { schemas: 1, versions: 1, configs: 1, modes: 1, properties: 1 };
  expect(describeRecords(one)).toBe('1 schema, 1 version, 1 config, 1 mode, 1 property');
  const two = { schemas: 2, versions: 2, configs: 0, modes: 2, properties: 2 };
  expect(describeRecords(two)).toBe('2 schemas, 2 versions, 0 configs, 2 modes, 2 properties');
});
