import * as fc from 'fast-check';
import { oddText } from './json-arbitraries.ts';
import type { Operation } from './openapi-document.ts';

/** Few, so that requests meet. */
export const subject = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('s1', 's2', 's3', 's/4', 'ü5') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '__GLOBAL',
      ':.:',
      ':.other:s1',
      '__proto__',
      'a\u0000',
      ' ',
      'x'.repeat(2000),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
);
const id = fc.oneof(
  fc.integer({ min: -1, max: 30 }).map(String),
  fc.constantFrom('2147483647', '2147483648', '1e3', '+1', '01', 'x'),
);
const version = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -2, max: 9 }).map(String) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('latest', 'LATEST', ' latest ', '2147483647', '2147483648', '1.0', ''),
  },
);
const guid = fc.oneof(
  fc.uuid(),
  fc.constantFrom('99914b93-2bd3-7a50-b983-c5e7c90ae93b', "' or 1=1 --"),
  oddText,
);

const parameters: Readonly<Record<string, fc.Arbitrary<string>>> = { subject, id, version, guid };

/** The path with parameters filled in, encoded as they should be or not at all. */
export function pathFor(path: string): fc.Arbitrary<string> {
  const parts = path.split('/').map((part) => {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) return fc.constant(part);
    const value = (parameters[name] ?? oddText).map(encoded);
    return fc.oneof({ weight: 20, arbitrary: value }, { weight: 1, arbitrary: rawText });
  });
  const end = fc.oneof(
    { weight: 8, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom('/', '//', '/x', '%2F') },
  );
  return fc.tuple(fc.tuple(...parts), end).map(([filled, slash]) => filled.join('/') + slash);
}

/** What can stand in a request line, valid or not: anything but what ends the target. */
export const rawText = fc.string({
  unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});

/** Text as UTF-8 bytes, percent-encoded; a lone surrogate as the bytes that would stand for it. */
function encoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

const valuesByType: Readonly<Record<string, fc.Arbitrary<string>>> = {
  boolean: fc.constantFrom('true', 'false', 'True', 'FALSE', '', '1', 'maybe'),
  integer: fc.oneof(
    fc.integer({ min: -3, max: 5 }).map(String),
    fc.constantFrom('', '2147483647', '99999999999', 'x', '1.5', '-0'),
  ),
  string: fc.oneof(subject, oddText),
};

/** Parameters that the operation knows, with values of their types and others, and some that it does not know. */
export function queryFor(operation: Operation): fc.Arbitrary<string> {
  const declared = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => {
      const { type = 'string' } = (schema ?? {}) as { readonly type?: string };
      return (valuesByType[type] ?? oddText).map((value) => `${name}=${encoded(value)}`);
    });
  const unknown = fc.oneof(
    fc.constantFrom('__proto__=1', 'a[b]=1', '&&', '=', 'deleted', 'x=%zz', '?'),
    rawText,
  );
  const some =
    declared.length === 0 ? fc.constant<string[]>([]) : fc.array(fc.oneof(...declared), { maxLength: 4 });
  const extra = fc.oneof(
    { weight: 9, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: unknown.map((text) => [text]) },
  );
  return fc.tuple(some, extra).map(([given, more]) => {
    const all = [...given, ...more];
    return all.length === 0 ? '' : `?${all.join('&')}`;
  });
}
