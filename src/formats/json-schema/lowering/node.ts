import { structureKey } from '../json-printer.ts';
import type { JsonValue } from '../json-value.ts';
import type { Annotations, NodeBase, SchemaNode } from '../model.ts';

/** A node without what every node has. */
export type NodeBody<Node extends SchemaNode = SchemaNode> = Node extends SchemaNode
  ? Omit<Node, keyof NodeBase>
  : never;

const noAnnotations: Annotations = {};

/** What every node has. The print is made when asked for: most nodes never are. */
class NodeHead implements NodeBase {
  readonly annotations: Annotations;
  readonly connectBytes: boolean;
  readonly #source: JsonValue;
  readonly #part: string;

  constructor(source: JsonValue, part: string, annotations: Annotations, connectBytes: boolean) {
    this.#source = source;
    this.#part = part;
    this.annotations = annotations;
    this.connectBytes = connectBytes;
  }

  get print(): string {
    return this.#part + structureKey(this.#source);
  }
}

/** The node that stands for a whole schema. */
export function wholeNode(
  body: NodeBody,
  source: JsonValue,
  annotations: Annotations = noAnnotations,
  connectBytes = false,
): SchemaNode {
  return Object.assign(new NodeHead(source, '', annotations, connectBytes), body);
}

/** A node for some keywords of a schema, told apart by `part` from the others of the same source. */
export function partNode(body: NodeBody, source: JsonValue, part: string): SchemaNode {
  return Object.assign(new NodeHead(source, `${part} of `, noAnnotations, false), body);
}

/** The node of a boolean schema. */
export function booleanNode(schema: boolean): SchemaNode {
  return wholeNode({ kind: schema ? 'true' : 'false' }, schema);
}
