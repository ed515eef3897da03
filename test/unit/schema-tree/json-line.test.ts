import { describe, expect, it } from 'vitest';
import { lineOfPath } from '../../../src/schema-tree/json-line.ts';

const text = `{
  "title": "a{[,:\\"}\\n",
  "properties": {
    "a": { "type": "string" },
    "a/b": { "not": {},
      "enum": [
        1,
        [2],
        { "x": 3 } ]
    },
    "": 4
  },
  "required": ["a"], "items": [{
    "type": "string" },
    true
  ],
  "type": "object"
}
`;

describe('the line of a path', () => {
  it.each([
    ['#', 1],
    ['#/', 1],
    ['#/title', 2],
    ['#/properties', 3],
    ['#/properties/a', 4],
    ['#/properties/a/type', 4],
    ['#/properties/a/b', 5],
    ['#/properties/a~1b', 5],
    ['#/properties/a/b/not', 5],
    ['#/properties/a/b/enum', 6],
    ['#/properties/a/b/enum/0', 7],
    ['#/properties/a/b/enum/1', 8],
    ['#/properties/a/b/enum/2/x', 9],
    ['#/required/a', 13],
    ['#/items/0/type', 14],
    ['#/items/1', 15],
    ['#/type', 17],
    ['#/properties/gone', 3],
    ['#/gone/type', 1],
  ])('%s is %i', (path, line) => {
    expect(lineOfPath(text, path)).toBe(line);
  });

  it('is 1 in one line, however deep', () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    expect(lineOfPath(deep, '#/a/a/b')).toBe(1);
    expect(lineOfPath('true', '#/a')).toBe(1);
  });
});
