import { expect, test } from 'vitest';
import { declaredDialect, isModern } from '../../../../src/formats/json-schema/dialect.ts';

test.each([
  ['http://json-schema.org/draft-04/schema#', 'draft-04'],
  ['https://json-schema.org/draft-04/schema', 'draft-04'],
  ['http://json-schema.org/schema#', 'draft-04'],
  ['https://json-schema.org/schema', 'draft-04'],
  ['http://json-schema.org/draft-06/schema#', 'draft-06'],
  ['http://json-schema.org/draft-07/schema', 'draft-07'],
  ['https://json-schema.org/draft-07/schema#', 'draft-07'],
  ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
  ['http://json-schema.org/draft/2019-09/schema#', '2019-09'],
  ['https://json-schema.org/draft/2020-12/schema#', '2020-12'],
  ['http://json-schema.org/draft-03/schema#', undefined],
  ['http://json-schema.org/draft-07/schema##', undefined],
  ['toString', undefined],
])('%s is %s', (url, dialect) => {
  expect(declaredDialect(new Map([['$schema', url]]))).toBe(dialect);
});

test('documents without a text for $schema declare nothing', () => {
  expect(declaredDialect(new Map([['$schema', true]]))).toBeUndefined();
  expect(declaredDialect(new Map())).toBeUndefined();
  expect(declaredDialect(true)).toBeUndefined();
});

test('modern dialects are those from 2019 on', () => {
  expect(['draft-07', '2019-09', '2020-12'].map((dialect) => isModern(dialect as '2020-12'))).toEqual([
    false,
    true,
    true,
  ]);
});
