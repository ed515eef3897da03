import { isZero } from '../decimal.ts';
import type { ConstNode, Criterion, EnumNode, NotNode, NumberNode, StringNode } from '../model.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import { shown } from './invalid-schema.ts';
import type { NodeBody } from './node.ts';
import type { Site } from './site.ts';

/** Keywords about strings. `typed`: the schema said `type: string`. */
export function stringPart(site: Site, typed: boolean): NodeBody<StringNode> {
  const pattern = site.string('pattern');
  return {
    kind: 'string',
    typed,
    maxLength: site.wholeNumber('maxLength'),
    minLength: site.wholeNumber('minLength'),
    pattern: pattern === undefined ? undefined : patternAt(site, pattern),
  };
}

/** The compiled pattern; throws when it is none. */
export function patternAt(site: Site, source: string): Pattern {
  const result = compilePattern(source);
  if (!result.ok) {
    throw site.invalid(`pattern "${shown(source)}" is not a regular expression: ${result.reason},`);
  }
  return result.pattern;
}

/** Keywords about numbers; draft 4 has flags where later drafts have exclusive limits. */
export function numberPart(site: Site, typed: boolean, integer: boolean): NodeBody<NumberNode> {
  const multipleOf = site.numberText('multipleOf');
  if (multipleOf !== undefined && isZero(multipleOf)) {
    throw site.invalid('"multipleOf" must not be 0');
  }
  const limits = { maximum: site.number('maximum'), minimum: site.number('minimum'), multipleOf };
  return site.dialect === 'draft-04'
    ? {
        kind: 'number',
        typed,
        integer,
        ...limits,
        exclusiveMaximumFlag: site.boolean('exclusiveMaximum'),
        exclusiveMinimumFlag: site.boolean('exclusiveMinimum'),
      }
    : {
        kind: 'number',
        typed,
        integer,
        ...limits,
        exclusiveMaximum: site.number('exclusiveMaximum'),
        exclusiveMinimum: site.number('exclusiveMinimum'),
      };
}

/** `enum`. */
export function enumPart(site: Site): NodeBody<EnumNode> {
  return { kind: 'enum', values: site.array('enum') ?? [] };
}

/** `const`, which may be null. */
export function constPart(site: Site): NodeBody<ConstNode> {
  return { kind: 'const', value: site.source.get('const') ?? null };
}

/** `not`. */
export function notPart(site: Site): NodeBody<NotNode> {
  const not = site.source.get('not') ?? true;
  return { kind: 'not', schema: site.child(not, 'not') };
}

/** `allOf`, `anyOf` or `oneOf`. */
export function combinedPart(site: Site, criterion: Criterion): NodeBody {
  return { kind: 'combined', criterion, members: site.schemas(criterion) ?? [] };
}

/** `if`, `then`, `else`. */
export function conditionalPart(site: Site): NodeBody {
  return {
    kind: 'conditional',
    ifSchema: site.schema('if'),
    thenSchema: site.schema('then'),
    elseSchema: site.schema('else'),
  };
}
