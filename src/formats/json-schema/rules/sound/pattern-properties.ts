import type { ObjectNode, PatternProperty, SchemaNode } from '../../model.ts';
import type { PairContext, Steps } from '../../pair-context.ts';
import { acceptsAll, isUnrestricted, matches, restOfProperties } from '../content-model.ts';

/** `patternProperties`, at which the API does not look. Patterns are the same when their texts are. */
export function* comparePatternProperties(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): Steps {
  context.spend(original.patternProperties.length + update.patternProperties.length);
  const before = bySource(original);
  const after = bySource(update);
  for (const property of update.patternProperties) {
    const path = `patternProperties/${property.pattern.source}`;
    const counterpart = before.get(property.pattern.source);
    if (counterpart !== undefined) {
      context.include(yield { original: counterpart, update: property.schema }, path);
    } else if (!(yield* alreadyHeld(property, original, context))) {
      context.add('PATTERN_PROPERTY_ADDED', path);
    }
  }
  for (const { pattern, schema } of original.patternProperties) {
    if (!after.has(pattern.source) && !(yield* stillAccepted(schema, update))) {
      context.add('PATTERN_PROPERTY_REMOVED', `patternProperties/${pattern.source}`);
    }
  }
}

function bySource(node: ObjectNode): ReadonlyMap<string, SchemaNode> {
  return new Map(node.patternProperties.map(({ pattern, schema }) => [pattern.source, schema]));
}

/** Whether the original let through only what a new pattern accepts, under every name it may match. */
function* alreadyHeld(
  { pattern, schema }: PatternProperty,
  original: ObjectNode,
  context: PairContext,
): Steps<boolean> {
  if (acceptsAll(schema)) {
    return true;
  }
  const rest = restOfProperties(original);
  if (isUnrestricted(rest)) {
    return false;
  }
  const unnamed = original.patternProperties.map((property) => property.schema);
  const named = [...original.properties].filter(([name]) => matches(pattern, name, context));
  const values = [
    ...named.map(([, property]) => property),
    ...unnamed,
    ...(rest.kind === 'schema' ? [rest.schema] : []),
  ];
  for (const value of values) {
    const report = yield { original: value, update: schema };
    if (!report.compatible) {
      return false;
    }
  }
  return true;
}

/** Whether the update accepts under any unnamed name what a pattern that is gone let through. */
function* stillAccepted(schema: SchemaNode, update: ObjectNode): Steps<boolean> {
  const rest = restOfProperties(update);
  if (isUnrestricted(rest)) {
    return true;
  }
  if (rest.kind !== 'schema') {
    return schema.kind === 'false';
  }
  const report = yield { original: schema, update: rest.schema };
  return report.compatible;
}
