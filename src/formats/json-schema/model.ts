import type { JsonValue } from './json-value.ts';
import type { Pattern } from './pattern.ts';

/**
 * What every dialect of JSON Schema is lowered to before two schemas are compared: one class of
 * schema a node, several keywords at once becoming an `allOf` of such nodes.
 */
export type SchemaNode =
  | StringNode
  | NumberNode
  | ObjectNode
  | ArrayNode
  | EnumNode
  | ConstNode
  | CombinedNode
  | NotNode
  | ConditionalNode
  | ReferenceNode
  | PlainNode;

/** Annotations, compared only to be reported, and what the comparison needs of the source. */
export interface NodeBase {
  readonly annotations: Annotations;
  /**
   * The node printed with sorted keys, long parts by their digest: equal members of a combined
   * schema count once.
   */
  readonly print: string;
  /** Unknown keyword `connect.type` is `bytes`: Kafka Connect's bytes are strings or numbers alike. */
  readonly connectBytes: boolean;
}

export interface Annotations {
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: JsonValue;
}

export interface StringNode extends NodeBase {
  readonly kind: 'string';
  /** True when `type: string` was said, not sniffed; compared only when soundness is asked for. */
  readonly typed: boolean;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly pattern?: Pattern;
}

export interface NumberNode extends NodeBase {
  readonly kind: 'number';
  readonly typed: boolean;
  readonly integer: boolean;
  readonly maximum?: number;
  readonly minimum?: number;
  readonly exclusiveMaximum?: number;
  readonly exclusiveMinimum?: number;
  /** Draft 4's flags; compared only when soundness is asked for. */
  readonly exclusiveMaximumFlag?: boolean;
  readonly exclusiveMinimumFlag?: boolean;
  /** Canonical decimal text. */
  readonly multipleOf?: string;
}

export interface ObjectNode extends NodeBase {
  readonly kind: 'object';
  readonly typed: boolean;
  readonly required: readonly string[];
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly patternProperties: readonly PatternProperty[];
  readonly propertyNames?: SchemaNode;
  readonly additionalProperties: Rest;
  readonly unevaluatedProperties: Rest;
  readonly arrayDependencies: ReadonlyMap<string, readonly string[]>;
  readonly schemaDependencies: ReadonlyMap<string, SchemaNode>;
  readonly maxProperties?: number;
  readonly minProperties?: number;
}

export interface PatternProperty {
  readonly pattern: Pattern;
  readonly schema: SchemaNode;
}

export interface ArrayNode extends NodeBase {
  readonly kind: 'array';
  readonly typed: boolean;
  /** One schema for all items. */
  readonly items?: SchemaNode;
  /** A schema for each of the first items. */
  readonly tuple?: readonly SchemaNode[];
  readonly additionalItems: Rest;
  readonly unevaluatedItems: Rest;
  readonly contains?: SchemaNode;
  readonly maxContains?: number;
  readonly minContains?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly uniqueItems: boolean;
}

/** What holds for the properties or items that no other keyword names. */
export type Rest =
  | { readonly kind: 'absent' }
  | { readonly kind: 'allowed' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'schema'; readonly schema: SchemaNode };

export interface EnumNode extends NodeBase {
  readonly kind: 'enum';
  readonly values: readonly JsonValue[];
}

export interface ConstNode extends NodeBase {
  readonly kind: 'const';
  readonly value: JsonValue;
}

export type Criterion = 'allOf' | 'anyOf' | 'oneOf';

export interface CombinedNode extends NodeBase {
  readonly kind: 'combined';
  readonly criterion: Criterion;
  readonly members: readonly SchemaNode[];
}

export interface NotNode extends NodeBase {
  readonly kind: 'not';
  readonly schema: SchemaNode;
}

export interface ConditionalNode extends NodeBase {
  readonly kind: 'conditional';
  readonly ifSchema?: SchemaNode;
  readonly thenSchema?: SchemaNode;
  readonly elseSchema?: SchemaNode;
}

export interface ReferenceNode extends NodeBase {
  readonly kind: 'reference';
  /** Set once the whole document is lowered, so that references can be recursive. */
  readonly target: SchemaNode;
  /** Keywords beside `$ref`, which drafts up to 7 ignore; compared only when soundness is asked for. */
  readonly siblings: ReadonlyMap<string, JsonValue>;
}

/** `empty` is `{}`, `true` and `false` the boolean schemas. */
export interface PlainNode extends NodeBase {
  readonly kind: 'boolean' | 'null' | 'empty' | 'true' | 'false';
}
