import type { JsonValue } from '../json-value.ts';
import type { Criterion } from '../model.ts';
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
const criteria: readonly Criterion[] = ['allOf', 'anyOf', 'oneOf'];
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
  const parts: NodeBody[] = [];
  const add = (part: NodeBody | undefined): void => {
    if (part !== undefined) {
      parts.push(part);
    }
  };
  add(enumPart(site));
  for (const criterion of criteria) {
    add(combinedPart(site, criterion));
  }
  add(notPart(site));
  add(draft4 ? undefined : constPart(site));
  add(site.has('type') ? typePart(site) : undefined);
  for (const keywordClass of untypedClasses(site)) {
    add(untypedPart[keywordClass](site));
  }
  add(hasConditional(site) ? conditionalPart(site) : undefined);
  return parts;
}

/** The classes of keywords whose type was not said. */
function untypedClasses(site: Site): readonly KeywordClass[] {
  const types = typesOf(site);
  let found: Set<KeywordClass> | undefined;
  for (const keyword of site.source.keys()) {
    const keywordClass = classOfKeyword.get(keyword);
    if (keywordClass === undefined || types.some((type) => classOfType(type) === keywordClass)) {
      continue;
    }
    if (!(site.dialect === 'draft-04' && newInDraft6.has(keyword))) {
      (found ??= new Set()).add(keywordClass);
    }
  }
  // Mostly all are typed.
  return found === undefined ? [] : orderOfClasses.filter((name) => found.has(name));
}

function hasConditional(site: Site): boolean {
  return site.dialect === 'draft-07' && (site.has('if') || site.has('then') || site.has('else'));
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
