import type { ResolvedReference } from '../../../registry/format.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import type { SchemaNode } from '../model.ts';
import { InvalidSchemaError, shown } from './invalid-schema.ts';
import { lowerSchema } from './lower-schema.ts';
import { booleanNode } from './node.ts';
import { PatternSet } from './pattern-set.ts';
import { ReferenceResolver } from './reference-resolver.ts';
import type { Location } from './schema-document.ts';
import { type LoweredNodes, type OpenReference, type SchemaLocation, schemaLocation } from './site.ts';

export type LoweringResult =
  | { readonly ok: true; readonly node: SchemaNode }
  /** `reason`: one sentence for the client. */
  | { readonly ok: false; readonly reason: string };

/** More schemas than this in one document and what it refers to are refused. */
export const maxSchemas = 100_000;

/**
 * Lowers a document to the model that schemas are compared in, following its references among the
 * given ones. Fails when it is no valid schema. Uses no recursion, however deep the document.
 */
export function lowerDocument(
  root: JsonValue,
  references: readonly ResolvedReference[],
  patterns = new PatternSet(),
): LoweringResult {
  try {
    return { ok: true, node: new Lowering(root, references, patterns).document() };
  } catch (error) {
    if (error instanceof InvalidSchemaError) {
      return { ok: false, reason: error.message };
    }
    throw error;
  }
}

class Lowering {
  readonly #resolver: ReferenceResolver;
  readonly #lowered: LoweredNodes;
  readonly #open: OpenReference[] = [];

  constructor(root: JsonValue, references: readonly ResolvedReference[], patterns: PatternSet) {
    this.#lowered = { nodes: new Map(), synthetic: new Set(), patterns };
    this.#resolver = new ReferenceResolver(root, references);
  }

  document(): SchemaNode {
    const root = this.#lower(this.#resolver.root);
    // Grows while it is walked: a target may hold references itself.
    for (const { node, target } of this.#open) {
      node.target = this.#lower(target);
    }
    refuseEmptyCircles(this.#open);
    return root;
  }

  #lower(location: Location): SchemaNode {
    return typeof location.value === 'boolean'
      ? booleanNode(location.value)
      : this.#lowerObject(schemaLocation(location));
  }

  /** Lowers a schema and all in it, children first: a parent is tried again once they are there. */
  #lowerObject(root: SchemaLocation): SchemaNode {
    const waiting: SchemaLocation[] = [];
    for (let next = root; ; next = waiting.pop() ?? root) {
      const known = this.#lowered.nodes.get(root.value);
      if (known !== undefined) {
        return known;
      }
      const result = lowerSchema(next, this.#lowered, this.#resolver);
      if ('missing' in result) {
        waiting.push(next);
        // Not spread into arguments: there may be more of them than a call can take.
        for (const missing of result.missing) {
          waiting.push(missing);
        }
      } else {
        this.#keep(next.value, result.node);
        this.#open.push(...result.open);
      }
    }
  }

  #keep(schema: JsonObject, node: SchemaNode): void {
    const { nodes } = this.#lowered;
    nodes.set(schema, node);
    if (nodes.size > maxSchemas) {
      throw new InvalidSchemaError(`schema too complex: more than ${maxSchemas} schemas in it`);
    }
  }
}

function refuseEmptyCircles(references: readonly OpenReference[]): void {
  const sound = new Set<SchemaNode>();
  for (const { ref, node } of references) {
    const onTheWay = new Set<SchemaNode>();
    for (let at: SchemaNode = node; at.kind === 'reference' && !sound.has(at); at = at.target) {
      if (onTheWay.has(at)) {
        throw new InvalidSchemaError(`$ref "${shown(ref)}" leads back to itself with no schema on the way`);
      }
      onTheWay.add(at);
    }
    for (const seen of onTheWay) {
      sound.add(seen);
    }
  }
}
