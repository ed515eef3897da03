import type { ArrayNode, ObjectNode, Rest, SchemaNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** Accepts everything, as its own class says: a combined schema that happens to is not asked. */
export function acceptsAll(node: SchemaNode): boolean {
  return node.kind === 'empty' || node.kind === 'true';
}

/** Nothing said, or everything allowed. */
export function isUnrestricted(rest: Rest): boolean {
  return rest.kind === 'schema' ? acceptsAll(rest.schema) : rest.kind !== 'forbidden';
}

/** True when properties that the schema does not name may have any value. */
export function isOpenObject(node: ObjectNode): boolean {
  return (
    !isRestrictedAdditional(node.additionalProperties) &&
    node.patternProperties.length === 0 &&
    isUnrestricted(node.unevaluatedProperties)
  );
}

/** True when items past those that the schema names may have any value. */
export function isOpenArray(node: ArrayNode): boolean {
  return !isRestrictedAdditional(node.additionalItems) && isUnrestricted(node.unevaluatedItems);
}

// Unlike an unevaluated one, an additional schema counts even where it accepts all.
function isRestrictedAdditional(rest: Rest): boolean {
  return rest.kind === 'forbidden' || rest.kind === 'schema';
}

/**
 * What holds for the properties that an object schema neither names nor matches by a pattern. Unlike
 * the content model of the API it knows that `additionalProperties: true` leaves none unevaluated.
 */
export function restOfProperties({ additionalProperties, unevaluatedProperties }: ObjectNode): Rest {
  return additionalProperties.kind === 'absent' ? unevaluatedProperties : additionalProperties;
}

/** The schema that holds for a property which a not open object schema does not name, if there is one. */
export function coveringProperty(
  node: ObjectNode,
  name: string,
  context: PairContext,
): SchemaNode | undefined {
  for (const { pattern, schema } of node.patternProperties) {
    if (matches(pattern, name, context)) {
      return schema;
    }
  }
  return coveringRest(node.additionalProperties, node.unevaluatedProperties);
}

/** The schema that holds for items past those that a not open array schema names, if there is one. */
export function coveringItem(node: ArrayNode): SchemaNode | undefined {
  return coveringRest(node.additionalItems, node.unevaluatedItems);
}

function coveringRest(additional: Rest, unevaluated: Rest): SchemaNode | undefined {
  if (additional.kind === 'schema') {
    return additional.schema;
  }
  const holds = additional.kind !== 'forbidden' && unevaluated.kind === 'schema';
  return holds && !acceptsAll(unevaluated.schema) ? unevaluated.schema : undefined;
}

/** Whether a pattern is found in a name, counted as the work it is. */
export function matches(
  pattern: { matches(text: string): boolean },
  name: string,
  context: PairContext,
): boolean {
  context.spend(1 + name.length / 10);
  return pattern.matches(name);
}
