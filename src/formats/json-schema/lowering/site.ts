import type { Dialect } from '../dialect.ts';
import { isJsonArray, isJsonObject, JsonNumber, type JsonObject, type JsonValue } from '../json-value.ts';
import type { ReferenceNode, SchemaNode } from '../model.ts';
import { InvalidSchemaError, shown } from './invalid-schema.ts';
import { booleanNode, type NodeBody, wholeNode } from './node.ts';
import type { PatternSet } from './pattern-set.ts';
import type { ReferenceResolver } from './reference-resolver.ts';
import { innerScope, type Location, pointerSegment, type Scope } from './schema-document.ts';

/** A place that holds a schema object. */
export type SchemaLocation = Location & { readonly value: JsonObject };

/** What was lowered so far, of one document and all that it refers to. */
export interface LoweredNodes {
  readonly nodes: Map<JsonObject, SchemaNode>;
  /** The `allOf`s that no author wrote: several keywords of one schema made them. */
  readonly synthetic: Set<SchemaNode>;
  readonly patterns: PatternSet;
}

/** A reference whose target is not lowered yet. */
export interface OpenReference {
  readonly ref: string;
  readonly node: { -readonly [Key in keyof ReferenceNode]: ReferenceNode[Key] };
  readonly target: Location;
}

/** Stands where a node is not made yet. */
const pending = wholeNode({ kind: 'empty' }, true);

/** One schema object while it is lowered: its keywords by type, its subschemas as nodes. */
export class Site {
  readonly source: JsonObject;
  readonly dialect: Dialect;
  readonly lowered: LoweredNodes;
  /** Subschemas that were asked for and are not lowered yet: the result is of no use then. */
  readonly missing: SchemaLocation[] = [];
  /** Targets of the references made here, by the reference. */
  readonly targets = new Map<NodeBody, { readonly ref: string; readonly target: Location }>();
  readonly #pointer: string;
  readonly #scope: Scope;
  readonly #resolver: ReferenceResolver;

  constructor(location: SchemaLocation, lowered: LoweredNodes, resolver: ReferenceResolver) {
    this.source = location.value;
    this.#pointer = location.pointer;
    this.#scope = innerScope(location);
    this.dialect = this.#scope.document.dialect;
    this.lowered = lowered;
    this.#resolver = resolver;
  }

  /** The node of a subschema, which stands in this schema below `path`. */
  child(value: JsonValue, ...path: readonly string[]): SchemaNode {
    if (typeof value === 'boolean') {
      return booleanNode(value);
    }
    const node = isJsonObject(value) ? this.lowered.nodes.get(value) : undefined;
    if (node !== undefined) {
      return node;
    }
    const pointer = `${this.#pointer}/${path.map(pointerSegment).join('/')}`;
    this.missing.push(schemaLocation({ value, scope: this.#scope, pointer }));
    return pending;
  }

  /** A node that will point to the schema that `ref` means here. */
  reference(ref: string, siblings: ReadonlyMap<string, JsonValue>): NodeBody {
    const body: NodeBody = { kind: 'reference', target: pending, siblings };
    this.targets.set(body, { ref, target: this.#resolver.resolve(ref, this.#scope) });
    return body;
  }

  has(keyword: string): boolean {
    return this.source.has(keyword);
  }

  /** The error that `what` is wrong here. */
  invalid(what: string): InvalidSchemaError {
    return invalidAt(what, { value: this.source, scope: this.#scope, pointer: this.#pointer });
  }

  string(keyword: string): string | undefined {
    return this.#typed(keyword, 'a string', (value) => (typeof value === 'string' ? value : undefined));
  }

  boolean(keyword: string): boolean | undefined {
    return this.#typed(keyword, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  /** The canonical text of a number. */
  numberText(keyword: string): string | undefined {
    return this.#typed(keyword, 'a number', (value) =>
      value instanceof JsonNumber ? value.text : undefined,
    );
  }

  /** A number as the nearest double. */
  number(keyword: string): number | undefined {
    const text = this.numberText(keyword);
    return text === undefined ? undefined : Number(text);
  }

  wholeNumber(keyword: string): number | undefined {
    const value = this.number(keyword);
    if (value !== undefined && !Number.isInteger(value)) {
      throw this.invalid(`"${keyword}" must be a whole number`);
    }
    return value;
  }

  array(keyword: string): readonly JsonValue[] | undefined {
    return this.#typed(keyword, 'an array', (value) => (isJsonArray(value) ? value : undefined));
  }

  object(keyword: string): JsonObject | undefined {
    return this.#typed(keyword, 'an object', (value) => (isJsonObject(value) ? value : undefined));
  }

  strings(keyword: string): readonly string[] | undefined {
    return this.#typed(keyword, 'an array of strings', stringsOf);
  }

  /** The subschema under a keyword. */
  schema(keyword: string): SchemaNode | undefined {
    const value = this.source.get(keyword);
    return value === undefined ? undefined : this.child(value, keyword);
  }

  /** The subschemas under a keyword that holds a list of them. */
  schemas(keyword: string): readonly SchemaNode[] | undefined {
    return this.array(keyword)?.map((member, index) => this.child(member, keyword, String(index)));
  }

  /** The subschemas under a keyword that holds an object of them. */
  schemaMap(keyword: string): ReadonlyMap<string, SchemaNode> {
    const nodes = new Map<string, SchemaNode>();
    for (const [name, schema] of this.object(keyword) ?? []) {
      nodes.set(name, this.child(schema, keyword, name));
    }
    return nodes;
  }

  #typed<T>(keyword: string, wanted: string, convert: (value: JsonValue) => T | undefined): T | undefined {
    const value = this.source.get(keyword);
    if (value === undefined) {
      return undefined;
    }
    const converted = convert(value);
    if (converted === undefined) {
      throw this.invalid(`"${keyword}" must be ${wanted}`);
    }
    return converted;
  }
}

/** The array when all its members are strings. */
export function stringsOf(value: JsonValue): readonly string[] | undefined {
  return isJsonArray(value) && value.every((member) => typeof member === 'string') ? value : undefined;
}

/** The location when a schema object is there. */
export function schemaLocation(location: Location): SchemaLocation {
  const { value } = location;
  if (!isJsonObject(value)) {
    throw invalidAt('expected a schema: an object, true or false,', location);
  }
  return { ...location, value };
}

function invalidAt(what: string, { scope, pointer }: Location): InvalidSchemaError {
  return new InvalidSchemaError(`${what} at "${shown(`${scope.document.name}#${pointer}`)}"`);
}
