import { structureKey } from '../../json-printer.ts';
import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from '../../json-value.ts';
import type { ObjectNode, SchemaNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';

const maxDepth = 8;

/**
 * Whether no value can be valid against both schemas, as far as can be told cheaply: by type, by listed
 * values, or by a required property that tells objects apart. When in doubt, false.
 */
export function areDisjoint(a: SchemaNode, b: SchemaNode, context: PairContext, depth = maxDepth): boolean {
  context.spend(1);
  if (depth === 0) {
    return false;
  }
  const parts = decompose(a);
  if (parts !== undefined) {
    const apart = (part: SchemaNode) => areDisjoint(part, b, context, depth - 1);
    return parts.every ? parts.nodes.every(apart) : parts.nodes.some(apart);
  }
  if (decompose(b) !== undefined) {
    return areDisjoint(b, a, context, depth - 1);
  }
  return areSimplyDisjoint(a, b, context, depth);
}

/** The schemas that a combination or reference stands for; `every`: all of them must lie apart, or some. */
function decompose(
  node: SchemaNode,
): { readonly every: boolean; readonly nodes: readonly SchemaNode[] } | undefined {
  if (node.kind === 'reference') {
    return { every: true, nodes: [node.target] };
  }
  return node.kind === 'combined' ? { every: node.criterion !== 'allOf', nodes: node.members } : undefined;
}

function areSimplyDisjoint(a: SchemaNode, b: SchemaNode, context: PairContext, depth: number): boolean {
  const typesOfA = typesOf(a, context);
  const typesOfB = typesOf(b, context);
  if (typesOfA === undefined || typesOfB === undefined) {
    return false;
  }
  if (typesOfA.isDisjointFrom(typesOfB)) {
    return true;
  }
  if (a.kind === 'object' && b.kind === 'object') {
    return areToldApart(a, b, context, depth);
  }
  const valuesOfA = plainValues(a);
  const valuesOfB = plainValues(b);
  return valuesOfA !== undefined && valuesOfB !== undefined && valuesOfA.isDisjointFrom(valuesOfB);
}

/** The types of value that a schema accepts; undefined: any. */
function typesOf(node: SchemaNode, context: PairContext): ReadonlySet<string> | undefined {
  if ('typed' in node) {
    return node.typed ? new Set([node.kind]) : undefined;
  }
  if (node.kind === 'boolean' || node.kind === 'null') {
    return new Set([node.kind]);
  }
  const values = listedValues(node);
  context.spend(values?.length ?? 0);
  return values && new Set(values.map(typeOfValue));
}

function listedValues(node: SchemaNode): readonly JsonValue[] | undefined {
  if (node.kind === 'enum') {
    return node.values;
  }
  if (node.kind === 'const') {
    return [node.value];
  }
  return node.kind === 'false' ? [] : undefined;
}

function typeOfValue(value: JsonValue): string {
  if (value === null) {
    return 'null';
  }
  if (value instanceof JsonNumber) {
    return 'number';
  }
  if (isJsonArray(value)) {
    return 'array';
  }
  return isJsonObject(value) ? 'object' : typeof value;
}

/** The listed values, where they are equal only if their texts are: numbers have several texts each. */
function plainValues(node: SchemaNode): ReadonlySet<string> | undefined {
  const values = listedValues(node);
  const plain = values?.every((value) => ['string', 'boolean', 'null'].includes(typeOfValue(value)));
  return plain === true ? new Set(values?.map((value) => structureKey(value))) : undefined;
}

/** A property that both know, that one of them requires, and whose values can't be right for both. */
function areToldApart(a: ObjectNode, b: ObjectNode, context: PairContext, depth: number): boolean {
  return [...a.required, ...b.required].some((name) => {
    const propertyOfA = a.properties.get(name);
    const propertyOfB = b.properties.get(name);
    return (
      propertyOfA !== undefined &&
      propertyOfB !== undefined &&
      areDisjoint(propertyOfA, propertyOfB, context, depth - 1)
    );
  });
}
