import { isZero } from '../decimal.ts';
import type { JsonValue } from '../json-value.ts';
import type {
  CombinedNode,
  ConditionalNode,
  ConstNode,
  Criterion,
  EnumNode,
  NotNode,
  NumberNode,
  StringNode,
} from '../model.ts';
import type { Pattern } from '../pattern.ts';
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
  const result = site.lowered.patterns.compile(source);
  if (!result.ok) {
    throw site.invalid(`pattern "${shown(source)}" is not usable: ${result.reason},`);
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
export function enumPart(site: Site): NodeBody<EnumNode> | undefined {
  const values = site.array('enum');
  return values === undefined ? undefined : { kind: 'enum', values };
}

/** `const`, which may be null. */
export function constPart(site: Site): NodeBody<ConstNode> | undefined {
  const value = site.source.get('const');
  return value === undefined ? undefined : { kind: 'const', value };
}

/** `not`. */
export function notPart(site: Site): NodeBody<NotNode> | undefined {
  const schema = site.schema('not');
  return schema === undefined ? undefined : { kind: 'not', schema };
}

/** `allOf`, `anyOf` or `oneOf`. */
export function combinedPart(site: Site, criterion: Criterion): NodeBody<CombinedNode> | undefined {
  const members = site.schemas(criterion);
  return members === undefined ? undefined : { kind: 'combined', criterion, members };
}

/** `if`, `then`, `else`. */
export function conditionalPart(site: Site): NodeBody<ConditionalNode> {
  return {
    kind: 'conditional',
    ifSchema: site.schema('if'),
    thenSchema: site.schema('then'),
    elseSchema: site.schema('else'),
  };
}

type Siblings = ReadonlyMap<string, JsonValue>;

/** A reference. `siblingsOf` finds what stands beside it but is ignored. */
export function referencePart(
  site: Site,
  keyword: string,
  siblingsOf: (site: Site) => Siblings = () => new Map(),
): NodeBody | undefined {
  const ref = site.string(keyword);
  return ref === undefined ? undefined : site.reference(ref, siblingsOf(site));
}
