import type { ObjectNode, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { relate } from './set-relation.ts';

const arrayKinds = {
  superset: 'DEPENDENCY_ARRAY_EXTENDED',
  subset: 'DEPENDENCY_ARRAY_NARROWED',
  other: 'DEPENDENCY_ARRAY_CHANGED',
} as const;

/** `dependencies`: lists of names, and schemas. */
export function compareDependencies(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): Steps | undefined {
  compareArrays(original.arrayDependencies, update.arrayDependencies, context);
  const before = original.schemaDependencies;
  const after = update.schemaDependencies;
  return before.size > 0 || after.size > 0 ? compareSchemas(before, after, context) : undefined;
}

type SchemasByName = ReadonlyMap<string, SchemaNode>;

function* compareSchemas(original: SchemasByName, update: SchemasByName, context: PairContext): Steps {
  for (const [name, before] of original) {
    const after = update.get(name);
    if (after === undefined) {
      context.add('DEPENDENCY_SCHEMA_REMOVED', `dependencies/${name}`);
    } else {
      context.include(yield { original: before, update: after }, `dependencies/${name}`);
    }
  }
  addMissing(original, update, 'DEPENDENCY_SCHEMA_ADDED', context);
}

type NamesByName = ReadonlyMap<string, readonly string[]>;

function compareArrays(original: NamesByName, update: NamesByName, context: PairContext): void {
  for (const [name, before] of original) {
    const after = update.get(name);
    if (after === undefined) {
      context.add('DEPENDENCY_ARRAY_REMOVED', `dependencies/${name}`);
      continue;
    }
    context.spend(before.length + after.length);
    const relation = relate(new Set(before), new Set(after));
    if (relation !== 'same') {
      context.add(arrayKinds[relation], `dependencies/${name}`);
    }
  }
  addMissing(original, update, 'DEPENDENCY_ARRAY_ADDED', context);
}

function addMissing(
  original: ReadonlyMap<string, unknown>,
  update: ReadonlyMap<string, unknown>,
  kind: 'DEPENDENCY_ARRAY_ADDED' | 'DEPENDENCY_SCHEMA_ADDED',
  context: PairContext,
): void {
  context.spend(original.size + update.size);
  for (const name of update.keys()) {
    if (!original.has(name)) {
      context.add(kind, `dependencies/${name}`);
    }
  }
}
