import type { Rest } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { acceptsAll } from './content-model.ts';
import { includePair } from './include-pair.ts';
import type { RestKinds } from './rest-kinds.ts';

/**
 * Compares `unevaluatedProperties` or `unevaluatedItems`. Unlike with the additional ones, saying that
 * all is allowed counts as saying something.
 */
export function compareUnevaluated(
  original: Rest,
  update: Rest,
  keyword: string,
  kinds: RestKinds,
  context: PairContext,
): Steps | undefined {
  const before = degree(original);
  const after = degree(update);
  if (before === after) {
    return original.kind === 'schema' && update.kind === 'schema'
      ? includePair(original.schema, update.schema, keyword, context)
      : undefined;
  }
  if (before === 'none' || after === 'none') {
    context.add(after === 'none' ? kinds.removed : kinds.added, keyword);
  } else if (before === 'absent' || (before === 'all' && after === 'some')) {
    context.add(kinds.narrowed, keyword);
  } else {
    context.add(kinds.extended, keyword);
  }
  return undefined;
}

type Degree = 'absent' | 'all' | 'some' | 'none';

const plainDegrees = { absent: 'absent', allowed: 'all', forbidden: 'none' } as const;

function degree(rest: Rest): Degree {
  if (rest.kind === 'schema') {
    return acceptsAll(rest.schema) ? 'all' : 'some';
  }
  return plainDegrees[rest.kind];
}
