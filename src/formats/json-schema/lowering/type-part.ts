import type { JsonValue } from '../json-value.ts';
import { arrayPart } from './array-part.ts';
import { shown } from './invalid-schema.ts';
import { type NodeBody, partNode } from './node.ts';
import { objectPart } from './object-part.ts';
import type { Site } from './site.ts';
import { stringsOf } from './site.ts';
import { numberPart, stringPart } from './value-parts.ts';

/** The classes of keywords that only one type of value can break. */
export type KeywordClass = 'string' | 'number' | 'object' | 'array';

/** The types that `type` names, each once. */
export function typesOf(site: Site): readonly string[] {
  const type: JsonValue | undefined = site.source.get('type');
  if (type === undefined) {
    return [];
  }
  if (typeof type === 'string') {
    return [type];
  }
  const types = stringsOf(type);
  if (types === undefined) {
    throw site.invalid('"type" must be a string or an array of strings');
  }
  return [...new Set(types)];
}

/** A type with the keywords that are about it. */
function typedPart(site: Site, type: string): NodeBody {
  switch (type) {
    case 'string':
      return stringPart(site, true);
    case 'integer':
    case 'number':
      return numberPart(site, true, type === 'integer');
    case 'object':
      return objectPart(site, true);
    case 'array':
      return arrayPart(site, true);
    case 'boolean':
    case 'null':
      return { kind: type };
    default:
      throw site.invalid(`unknown type "${shown(type)}"`);
  }
}

/** What `type` says, with the keywords about those types: a list becomes an `anyOf`. */
export function typePart(site: Site): NodeBody {
  const type = site.source.get('type');
  return typeof type === 'string'
    ? typedPart(site, type)
    : {
        kind: 'combined',
        criterion: 'anyOf',
        members: typesOf(site).map((name) => partNode(typedPart(site, name), site.source, name)),
      };
}

/** Keywords of a class whose type was not said. */
export const untypedPart: Readonly<Record<KeywordClass, (site: Site) => NodeBody>> = {
  string: (site) => stringPart(site, false),
  number: (site) => numberPart(site, false, false),
  object: (site) => objectPart(site, false),
  array: (site) => arrayPart(site, false),
};

/** The class whose keywords a type covers. */
export function classOfType(type: string): string {
  return type === 'integer' ? 'number' : type;
}
