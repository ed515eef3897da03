import { isJsonObject, type JsonObject, type JsonValue } from '../json-value.ts';
import { childLocation, type Location } from './schema-document.ts';

/** Follows a JSON pointer (RFC 6901), which begins with a slash; undefined when it leads nowhere. */
export function followPointer(from: Location, pointer: string): Location | undefined {
  let location: Location | undefined = from;
  for (const part of pointer.slice(1).split('/')) {
    const segment = part.replaceAll('~1', '/').replaceAll('~0', '~');
    location = childLocation(location, segment) ?? definition(location, segment);
    if (location === undefined) {
      return undefined;
    }
  }
  return location;
}

/** `#/$defs/X` also finds `#/definitions/X`, at the top of a document only, and not the reverse. */
function definition(location: Location, segment: string): Location | undefined {
  if (location.pointer === '/$defs') {
    const top = location.scope.document.root as JsonObject;
    const definitions = top.get('definitions');
    const found = isJsonObject(definitions) ? definitions.get(segment) : undefined;
    return found === undefined ? undefined : definitionLocation(location, segment, found);
  }
  if (location.pointer === '' && segment === '$defs') {
    return childLocation(location, 'definitions');
  }
  return undefined;
}

function definitionLocation(defs: Location, segment: string, value: JsonValue): Location {
  return { value, scope: defs.scope, pointer: `/definitions/${segment}` };
}
