import { afterAll, describe, expect, it, test } from 'vitest';
import { boundedFormat, mostInline } from '../../../src/costly-work/bounded-format.ts';
import { CostlyWork } from '../../../src/costly-work/costly-work.ts';
import { schemaFormats } from '../../../src/costly-work/formats.ts';
import type { ComparisonOptions, ImmediateFormat, ParsedSchema, Work } from '../../../src/registry/format.ts';
import { toVersion } from '../../../src/registry/version-id.ts';
import { hostileSchemas } from '../../helpers/hostile-schemas.ts';

const rules = { sound: false };
const lane = { threads: 1, waiting: 9, timeoutMs: 60_000 };
const costly = new CostlyWork({ registration: lane, check: lane, lookup: lane }, rules);
afterAll(() => costly.close());

function json(extent: 'brief' | 'whole'): ImmediateFormat {
  const format = schemaFormats(rules, extent).get('JSON');
  if (format === undefined) throw new Error('No format JSON');
  return format;
}
const bounded = boundedFormat(json('brief'), costly);
const whole = json('whole');
const work: Work = { kind: 'check' };
const done = () => costly.stats().check.done;

async function read(text: string): Promise<ParsedSchema> {
  const result = await bounded.parse(text, [], work);
  if (!result.ok) throw new Error(result.reason);
  return result.schema;
}

const options = (): ComparisonOptions => ({
  policy: 'STRICT',
  direction: 'BACKWARD',
  effort: { stepsLeft: 5_000_000 },
});

describe('what is brief', () => {
  it('is answered at once, on no thread', () => {
    const result = bounded.parse('{"type":"object","properties":{"a":{}}}', [], work);
    const schema = 'then' in result || !result.ok ? undefined : result.schema;
    expect(schema?.type).toBe('JSON');
    expect(schema?.canonicalText).toBe('{"type":"object","properties":{"a":{}}}');
    expect(schema?.normalizedText(work)).toBe('{"properties":{"a":{}},"type":"object"}');
    expect(schema?.problem(work)).toBeUndefined();
    expect(schema?.fieldsAmong(['a', 'b'], work)).toEqual(['a']);
    expect(schema?.incompatibilities(schema, options(), work)).toEqual([]);
    expect(bounded.parse('{', [], work)).toMatchObject({ ok: false });
    expect(done()).toBe(0);
  });
});

describe('what is large', () => {
  it('is worked on by a thread, with the same answers', async () => {
    const text = `{"properties":{"a":{}},"description":"${'x'.repeat(mostInline)}"}`;
    const schema = await read(` ${text}`);
    expect(schema.canonicalText).toBe(text);
    expect(await schema.normalizedText(work)).toMatch(/^\{"description"/);
    expect(await schema.problem(work)).toBeUndefined();
    expect(await schema.fieldsAmong(['a', 'b'], work)).toEqual(['a']);
    const small = await read('{"type":"string"}');
    const effort = { stepsLeft: 1000 };
    expect(await schema.incompatibilities(small, { ...options(), effort }, work)).toHaveLength(1);
    expect(await small.incompatibilities(schema, options(), work)).toHaveLength(1);
    expect(effort.stepsLeft).toBeLessThan(1000);
    expect(done()).toBe(6);
    const broken = await bounded.parse(`${text},`, [], work);
    expect(broken).toEqual(whole.parse(`${text},`, []));
  });

  it('is so by what it refers to', async () => {
    const reference = { name: 'r', subject: 's', version: toVersion(1), text: ' '.repeat(mostInline) };
    const before = costly.stats().registration.done;
    const result = await bounded.parse('{}', [reference], { kind: 'registration' });
    expect(result.ok).toBe(true);
    expect(costly.stats().registration.done).toBe(before + 1);
  });
});

describe('what turns out to be costly', () => {
  const some = new Set([
    'oneOf constants',
    'combined tree',
    'unicode classes',
    'pattern ^(a+)+$',
    'nested not',
  ]);

  test.each(hostileSchemas().filter(({ name }) => some.has(name)))(
    '$name has the answer that it has without bounds',
    async ({ first, second }) => {
      const [writer, reader] = [await read(first), await read(second)];
      const [wholeWriter, wholeReader] = [whole.parse(first, []), whole.parse(second, [])];
      if (!wholeWriter.ok || !wholeReader.ok) throw new Error('not read');
      expect(await reader.problem(work)).toBe(wholeReader.schema.problem());
      const messages = await reader.incompatibilities(writer, options(), work);
      expect(messages).toEqual(wholeReader.schema.incompatibilities(wholeWriter.schema, options()));
    },
  );

  it('goes to a thread at once from then on', async () => {
    const classes = Array.from({ length: 100 }, (_, index) => `"\\\\p{L}${index}":{}`).join(',');
    const schema = await read(`{"patternProperties":{${classes}}}`);
    const before = done();
    expect(await schema.problem(work)).toBeUndefined();
    expect(await schema.normalizedText(work)).toContain('patternProperties');
    expect(done()).toBe(before + 2);
  });
});

it('hides no fault of a format', () => {
  const faulty: ImmediateFormat = {
    type: 'JSON',
    parse: () => ({
      ok: true,
      schema: {
        type: 'JSON',
        canonicalText: '',
        normalizedText: () => '',
        problem() {
          throw new Error('a fault');
        },
        incompatibilities: () => [],
        fieldsAmong: () => [],
      },
    }),
  };
  const result = boundedFormat(faulty, costly).parse('', [], work);
  expect(() => 'then' in result || (result.ok && result.schema.problem(work))).toThrow('a fault');
});

it('compares only its own schemas', async () => {
  const other = whole.parse('{}', []);
  const schema = await read('{}');
  expect(() => other.ok && schema.incompatibilities(other.schema, options(), work)).toThrow(TypeError);
});
