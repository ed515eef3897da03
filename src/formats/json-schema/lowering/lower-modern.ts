import { isJsonObject } from '../json-value.ts';
import type { CombinedNode, Criterion, SchemaNode } from '../model.ts';
import type { NodeBody } from './node.ts';
import type { Site } from './site.ts';
import { classOfType, type KeywordClass, typePart, typesOf, untypedPart } from './type-part.ts';
import { combinedPart, conditionalPart, constPart, enumPart, notPart, referencePart } from './value-parts.ts';

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
/** Counted after all others. */
const lateKeywords: ReadonlyMap<string, KeywordClass> = new Map([
  ['properties', 'object'],
  ['patternProperties', 'object'],
  ['unevaluatedItems', 'array'],
  ['unevaluatedProperties', 'object'],
]);
const mapKeywords: ReadonlySet<string> = new Set(['properties', 'patternProperties']);

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
      return referencePart(site, keyword);
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
function combined(site: Site, criterion: Criterion): NodeBody | undefined {
  const part = combinedPart(site, criterion);
  if (part?.criterion !== 'allOf') {
    return part;
  }
  const members = part.members.flatMap((member) => (isSynthetic(site, member) ? member.members : [member]));
  return { ...part, members };
}

function isSynthetic(site: Site, node: SchemaNode): node is CombinedNode {
  return site.lowered.synthetic.has(node);
}

/** `properties` and `patternProperties` that name nothing say nothing. */
function saysSomething(site: Site, keyword: string): boolean {
  const value = site.source.get(keyword);
  const emptyMap = isJsonObject(value) && value.size === 0 && mapKeywords.has(keyword);
  return value !== undefined && !emptyMap;
}
