import type { JsonValue } from '../json-value.ts';
import type { NodeBody } from './node.ts';
import type { Site } from './site.ts';
import { classOfType, type KeywordClass, typePart, typesOf, untypedPart } from './type-part.ts';
import { combinedPart, conditionalPart, constPart, enumPart, notPart, referencePart } from './value-parts.ts';

const classOfKeyword: ReadonlyMap<string, KeywordClass> = new Map([
  ['items', 'array'],
  ['additionalItems', 'array'],
  ['minItems', 'array'],
  ['maxItems', 'array'],
  ['uniqueItems', 'array'],
  ['contains', 'array'],
  ['properties', 'object'],
  ['required', 'object'],
  ['minProperties', 'object'],
  ['maxProperties', 'object'],
  ['dependencies', 'object'],
  ['patternProperties', 'object'],
  ['additionalProperties', 'object'],
  ['propertyNames', 'object'],
  ['minimum', 'number'],
  ['maximum', 'number'],
  ['exclusiveMinimum', 'number'],
  ['exclusiveMaximum', 'number'],
  ['multipleOf', 'number'],
  ['minLength', 'string'],
  ['maxLength', 'string'],
  ['pattern', 'string'],
  ['format', 'string'],
]);
const newInDraft6: ReadonlySet<string> = new Set(['contains', 'propertyNames']);
const orderOfClasses: readonly KeywordClass[] = ['array', 'object', 'number', 'string'];

/**
 * The parts of a schema of draft 4, 6 or 7, in the order in which a path counts them: `$ref` alone,
 * or enum, combinations, not, const, type, then keywords whose type was not said.
 */
export function classicParts(site: Site): readonly NodeBody[] {
  const reference = referencePart(site, '$ref', siblingsOfRef);
  if (reference !== undefined) {
    return [reference];
  }
  const draft4 = site.dialect === 'draft-04';
  // Read for its type only: formats are not compared.
  site.string('format');
  return [
    enumPart(site),
    ...(['allOf', 'anyOf', 'oneOf'] as const).map((criterion) => combinedPart(site, criterion)),
    notPart(site),
    draft4 ? undefined : constPart(site),
    site.has('type') ? typePart(site) : undefined,
    ...untypedParts(site),
    hasConditional(site) ? conditionalPart(site) : undefined,
  ].filter((part) => part !== undefined);
}

function untypedParts(site: Site): readonly NodeBody[] {
  const found = new Set<string>();
  for (const keyword of site.source.keys()) {
    const keywordClass = classOfKeyword.get(keyword);
    if (keywordClass !== undefined && !(site.dialect === 'draft-04' && newInDraft6.has(keyword))) {
      found.add(keywordClass);
    }
  }
  for (const type of typesOf(site)) {
    found.delete(classOfType(type));
  }
  return orderOfClasses.filter((name) => found.has(name)).map((name) => untypedPart[name](site));
}

function hasConditional(site: Site): boolean {
  return site.dialect === 'draft-07' && ['if', 'then', 'else'].some((keyword) => site.has(keyword));
}

const sayNothing: ReadonlySet<string> = new Set([
  '$ref',
  '$schema',
  '$id',
  'id',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'definitions',
  '$defs',
]);

function siblingsOfRef(site: Site): ReadonlyMap<string, JsonValue> {
  return new Map([...site.source].filter(([keyword]) => !sayNothing.has(keyword)));
}
