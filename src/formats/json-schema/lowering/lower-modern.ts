import type { CombinedNode, Criterion, SchemaNode } from '../model.ts';
import type { NodeBody } from './node.ts';
import type { Site } from './site.ts';
import { classOfType, type KeywordClass, typePart, typesOf, untypedPart } from './type-part.ts';
import { conditionalPart, constPart, enumPart, notPart } from './value-parts.ts';

const classOfKeyword: ReadonlyMap<string, KeywordClass> = new Map([
  ['minLength', 'string'],
  ['maxLength', 'string'],
  ['pattern', 'string'],
  ['minimum', 'number'],
  ['maximum', 'number'],
  ['exclusiveMinimum', 'number'],
  ['exclusiveMaximum', 'number'],
  ['multipleOf', 'number'],
  ['items', 'array'],
  ['prefixItems', 'array'],
  ['contains', 'array'],
  ['minItems', 'array'],
  ['maxItems', 'array'],
  ['uniqueItems', 'array'],
  ['additionalProperties', 'object'],
  ['required', 'object'],
  ['minProperties', 'object'],
  ['maxProperties', 'object'],
  ['propertyNames', 'object'],
  ['dependentRequired', 'object'],
  ['dependentSchemas', 'object'],
]);
/** Counted after all others; the first two only when they name something. */
const lateKeywords: ReadonlyMap<string, KeywordClass> = new Map([
  ['properties', 'object'],
  ['patternProperties', 'object'],
  ['unevaluatedItems', 'array'],
  ['unevaluatedProperties', 'object'],
]);

/**
 * The parts of a schema of 2019-09 or 2020-12, in the order in which a path counts them: that of
 * the keywords in the text, keywords of one class together where the first of them stands.
 */
export function modernParts(site: Site): readonly NodeBody[] {
  site.schemaMap('$defs');
  const parts = new Map<string, NodeBody>();
  const typed = new Set(typesOf(site).map(classOfType));
  const addClass = (keywordClass: KeywordClass): void => {
    if (!typed.has(keywordClass) && !parts.has(keywordClass)) {
      parts.set(keywordClass, untypedPart[keywordClass](site));
    }
  };
  for (const keyword of site.source.keys()) {
    const keywordClass = classOfKeyword.get(keyword);
    const part = keywordClass === undefined ? singlePart(site, keyword) : undefined;
    if (keywordClass !== undefined) {
      addClass(keywordClass);
    } else if (part !== undefined) {
      parts.set(keyword, part);
    }
  }
  for (const [keyword, keywordClass] of lateKeywords) {
    if (saysSomething(site, keyword)) {
      addClass(keywordClass);
    }
  }
  return [...parts.values()];
}

/** A keyword that is a part of its own; undefined for all others, unknown ones too. */
function singlePart(site: Site, keyword: string): NodeBody | undefined {
  switch (keyword) {
    case '$ref':
    case '$dynamicRef':
    case '$recursiveRef':
      return site.reference(site.string(keyword) ?? '', new Map());
    case 'type':
      return typePart(site);
    case 'enum':
      return enumPart(site);
    case 'const':
      return constPart(site);
    case 'not':
      return notPart(site);
    case 'if':
      return conditionalPart(site);
    case 'allOf':
    case 'anyOf':
    case 'oneOf':
      return combined(site, keyword);
    default:
      return undefined;
  }
}

/** Like any combination, but what an `allOf` got from one schema's many keywords is its own. */
function combined(site: Site, criterion: Criterion): NodeBody {
  const members = site.schemas(criterion) ?? [];
  return {
    kind: 'combined',
    criterion,
    members:
      criterion === 'allOf'
        ? members.flatMap((member) => (isSynthetic(site, member) ? member.members : [member]))
        : members,
  };
}

function isSynthetic(site: Site, node: SchemaNode): node is CombinedNode {
  return site.lowered.synthetic.has(node);
}

function saysSomething(site: Site, keyword: string): boolean {
  return keyword.endsWith('roperties') && !keyword.startsWith('unevaluated')
    ? (site.object(keyword)?.size ?? 0) > 0
    : site.has(keyword);
}
