import { type Dialect, declaredDialect, isModern } from '../dialect.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json-value.ts';
import { resolveUri } from './uri.ts';

/** A whole JSON text that holds schemas: the one being read, or one that it refers to. */
export interface SchemaDocument {
  readonly root: JsonValue;
  readonly dialect: Dialect;
  /** Where it is known from; its own `$id` is resolved against this. */
  readonly uri: string;
  /** What messages call it: empty for the schema being read, else the name of the reference. */
  readonly name: string;
}

/** What a `$ref` is resolved against: the nearest enclosing schema with an `$id`, or the document. */
export interface Scope {
  readonly document: SchemaDocument;
  readonly base: string;
  readonly resource: Location;
}

/** A value in a document, with the scope that it stands in and the JSON pointer to it. */
export interface Location {
  readonly value: JsonValue;
  readonly scope: Scope;
  readonly pointer: string;
}

/** Makes a document; without a `$schema` of its own it takes the dialect of the one it serves. */
export function schemaDocument(
  root: JsonValue,
  uri: string,
  name: string,
  dialect: Dialect = 'draft-07',
): SchemaDocument {
  return { root, uri, name, dialect: declaredDialect(root) ?? dialect };
}

/** The document's root. */
export function rootLocation(document: SchemaDocument): Location {
  const scope: { document: SchemaDocument; base: string; resource?: Location } = {
    document,
    base: document.uri,
  };
  // Without an $id the root is the resource of its own scope: the one circle here.
  const location: Location = { value: document.root, pointer: '', scope: scope as Scope };
  scope.resource = location;
  return location;
}

/** The scope inside a location: its own when it has an `$id` that names a resource. */
export function innerScope(location: Location): Scope {
  const { value, scope } = location;
  const id = isJsonObject(value) ? resourceId(value, scope.document.dialect) : undefined;
  return id === undefined
    ? scope
    : { document: scope.document, base: resolveUri(scope.base, id), resource: location };
}

/** The keyword that names a schema: draft 4 has it without the dollar sign. */
export function idKeyword(dialect: Dialect): '$id' | 'id' {
  return dialect === 'draft-04' ? 'id' : '$id';
}

function resourceId(schema: JsonObject, dialect: Dialect): string | undefined {
  const id = schema.get(idKeyword(dialect));
  if (typeof id !== 'string' || id.startsWith('#')) {
    return undefined;
  }
  // Up to draft 7 everything beside a $ref is ignored, $id too.
  return !isModern(dialect) && schema.has('$ref') ? undefined : id;
}

/** One step of a JSON pointer; undefined when there is nothing there. */
export function childLocation(parent: Location, segment: string): Location | undefined {
  const { value } = parent;
  const child = isJsonArray(value)
    ? value[/^(?:0|[1-9]\d*)$/.test(segment) ? Number(segment) : -1]
    : isJsonObject(value)
      ? value.get(segment)
      : undefined;
  return child === undefined ? undefined : located(parent, segment, child);
}

function located(parent: Location, segment: string, value: JsonValue): Location {
  return { value, scope: innerScope(parent), pointer: `${parent.pointer}/${pointerSegment(segment)}` };
}

/** A key as a segment of a JSON pointer (RFC 6901). */
export function pointerSegment(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}

// Their values are data: an `$id` in there names nothing.
const dataKeywords: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples']);

/** Every object of the document where a schema may be, in the order of the text. */
export function* schemaObjects(
  document: SchemaDocument,
): Generator<{ location: Location; schema: JsonObject }> {
  const stack = [rootLocation(document)];
  for (let location = stack.pop(); location !== undefined; location = stack.pop()) {
    if (isJsonObject(location.value)) {
      yield { location, schema: location.value };
    }
    for (const child of children(location).reverse()) {
      stack.push(child);
    }
  }
}

function children(location: Location): Location[] {
  const { value } = location;
  if (isJsonObject(value)) {
    return [...value]
      .filter(([key]) => !dataKeywords.has(key))
      .map(([key, child]) => located(location, key, child));
  }
  return isJsonArray(value) ? value.map((child, index) => located(location, String(index), child)) : [];
}
