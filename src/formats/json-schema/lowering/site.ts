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
  targets: Map<NodeBody, { readonly ref: string; readonly target: Location }> | undefined;
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

  /** The node of a subschema, which stands in this schema under a keyword, where that holds several under a name. */
  child(value: JsonValue, keyword: string, name?: string): SchemaNode {
    if (typeof value === 'boolean') {
      return booleanNode(value);
    }
    const node = isJsonObject(value) ? this.lowered.nodes.get(value) : undefined;
    if (node !== undefined) {
      return node;
    }
    let pointer = `${this.#pointer}/${pointerSegment(keyword)}`;
    if (name !== undefined) {
      pointer += `/${pointerSegment(name)}`;
    }
    this.missing.push(schemaLocation({ value, scope: this.#scope, pointer }));
    return pending;
  }

  /** A node that will point to the schema that `ref` means here. */
  reference(ref: string, siblings: ReadonlyMap<string, JsonValue>): NodeBody {
    const body: NodeBody = { kind: 'reference', target: pending, siblings };
    (this.targets ??= new Map()).set(body, { ref, target: this.#resolver.resolve(ref, this.#scope) });
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
    return this.#typed(keyword, 'a string', stringOf);
  }

  boolean(keyword: string): boolean | undefined {
    return this.#typed(keyword, 'true or false', booleanOf);
  }

  /** The canonical text of a number. */
  numberText(keyword: string): string | undefined {
    return this.#typed(keyword, 'a number', numberTextOf);
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
    return this.#typed(keyword, 'an array', arrayOf);
  }

  object(keyword: string): JsonObject | undefined {
    return this.#typed(keyword, 'an object', objectOf);
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
    const schemas = this.object(keyword);
    if (schemas === undefined) {
      return noNodes;
    }
    const nodes = new Map<string, SchemaNode>();
    for (const [name, schema] of schemas) {
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

const noNodes: ReadonlyMap<string, SchemaNode> = new Map();

// Made once, as they are called for every keyword of every schema.
const stringOf = (value: JsonValue) => (typeof value === 'string' ? value : undefined);
const booleanOf = (value: JsonValue) => (typeof value === 'boolean' ? value : undefined);
const numberTextOf = (value: JsonValue) => (value instanceof JsonNumber ? value.text : undefined);
const arrayOf = (value: JsonValue) => (isJsonArray(value) ? value : undefined);
const objectOf = (value: JsonValue) => (isJsonObject(value) ? value : undefined);

/** The array when all its members are strings. */
export function stringsOf(value: JsonValue): readonly string[] | undefined {
  return isJsonArray(value) && value.every((member) => typeof member === 'string') ? value : undefined;
}

/** The location when a schema object is there. */
export function schemaLocation(location: Location): SchemaLocation {
  if (!holdsObject(location)) {
    throw invalidAt('expected a schema: an object, true or false,', location);
  }
  return location;
}

function holdsObject(location: Location): location is SchemaLocation {
  return isJsonObject(location.value);
}

function invalidAt(what: string, { scope, pointer }: Location): InvalidSchemaError {
  return new InvalidSchemaError(`${what} at "${shown(`${scope.document.name}#${pointer}`)}"`);
}
