import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compactJson, jsonProblem, layOutJson } from '../../../src/schema-tree/json-layout.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

it('lays out a part a line, as written but for whitespace', () => {
  const text = '{"a":[1.0,{}],"b" : { "c\\" ,{" :"\\u00e9" },"d":[ ],"a":-1E+2}';
  expect(layOutJson(text)).toBe(`{
  "a": [
    1.0,
    {}
  ],
  "b": {
    "c\\" ,{": "\\u00e9"
  },
  "d": [],
  "a": -1E+2
}
`);
});

const unquoted = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('"', '{'));

it('takes back what it lays out, also where that is not JSON', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), unquoted), (text) => {
      const compact = compactJson(text);
      expect(compactJson(layOutJson(text))).toBe(compact);
      expect(compactJson(compact)).toBe(compact);
    }),
    propertyRuns(),
  );
});

it('changes nothing that JSON.parse sees', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(compactJson(JSON.stringify(value, null, 3))).toBe(text);
      expect(JSON.parse(layOutJson(text))).toEqual(JSON.parse(text));
    }),
    propertyRuns(),
  );
});

it.each([
  ['{}', undefined],
  ['\n{"a":\n 1,}', { line: 3, reason: expect.stringMatching(/^Not valid JSON: /) }],
  ['{"a":\n', { line: 1, reason: expect.stringMatching(/^Not valid JSON: /) }],
  ['{"a":\n[1,\n', { line: 2, reason: expect.stringMatching(/^Not valid JSON: /) }],
  ['', { line: 1, reason: 'Not valid JSON: Unexpected end of JSON input' }],
])('says what is wrong with %j, and where', (text, problem) => {
  expect(jsonProblem(text)).toEqual(problem);
});
