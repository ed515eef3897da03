import type { ArrayNode, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { acceptsAll, coveringItem, isOpenArray } from './content-model.ts';

/** A schema for each of the first items (`items` as a list, `prefixItems`), and those added or removed. */
export function* compareTuple(original: ArrayNode, update: ArrayNode, context: PairContext): Steps {
  const before = original.tuple ?? [];
  const after = update.tuple ?? [];
  context.spend(before.length + after.length);
  for (const [index, item] of before.entries()) {
    const path = `items/${index}`;
    const counterpart = after[index];
    if (counterpart === undefined) {
      yield* compareRemoved(item, update, path, context);
    } else {
      context.include(yield { original: item, update: counterpart }, path);
    }
  }
  for (const [index, item] of after.entries()) {
    if (index >= before.length) {
      yield* compareAdded(item, original, `items/${index}`, context);
    }
  }
}

/** What the update says of unnamed items decides. */
function* compareRemoved(item: SchemaNode, update: ArrayNode, path: string, context: PairContext): Steps {
  if (isOpenArray(update)) {
    context.add('ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', path);
    return;
  }
  const covering = coveringItem(update);
  if (covering !== undefined) {
    const inner = yield { original: item, update: covering };
    context.include(inner, path);
    context.add(
      inner.compatible
        ? 'ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
        : 'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
      path,
    );
  } else if (item.kind === 'false') {
    context.add('ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL', path);
  } else {
    context.add('ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL', path);
  }
}

/** What the original says of unnamed items decides. */
function* compareAdded(item: SchemaNode, original: ArrayNode, path: string, context: PairContext): Steps {
  if (isOpenArray(original)) {
    context.add(
      acceptsAll(item)
        ? 'ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL'
        : 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL',
      path,
    );
    return;
  }
  const covering = coveringItem(original);
  if (covering === undefined) {
    context.add('ITEM_ADDED_TO_CLOSED_CONTENT_MODEL', path);
    return;
  }
  const inner = yield { original: covering, update: item };
  context.include(inner, path);
  context.add(
    inner.compatible
      ? 'ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
      : 'ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    path,
  );
}
