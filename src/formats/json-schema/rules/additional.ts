import type { Rest } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { includePair } from './include-pair.ts';
import type { RestKinds } from './rest-kinds.ts';

/** Compares `additionalProperties` or `additionalItems`; not said is the same as all allowed. */
export function compareAdditional(
  original: Rest,
  update: Rest,
  keyword: string,
  kinds: RestKinds,
  context: PairContext,
): Steps | undefined {
  if (original.kind === 'schema' && update.kind === 'schema') {
    return includePair(original.schema, update.schema, keyword, context);
  }
  const forbidden = update.kind === 'forbidden';
  if ((original.kind === 'forbidden') !== forbidden) {
    context.add(forbidden ? kinds.removed : kinds.added, keyword);
  } else if (update.kind === 'schema') {
    context.add(kinds.narrowed, keyword);
  } else if (original.kind === 'schema') {
    context.add(kinds.extended, keyword);
  }
  return undefined;
}
