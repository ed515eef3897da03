import { resultCode, sqliteCodes } from './result-code.ts';

/** A change rests on facts that are no longer so: it must be decided anew. */
class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** @throws Conflict when `holds` is false */
export function assertCurrent(holds: boolean, fact: string): asserts holds {
  if (!holds) throw new Conflict(`no longer so: ${fact}`);
}

/** Whether a change failed because of what others stored, a broken constraint included. */
export function isConflict(error: unknown): boolean {
  return error instanceof Conflict || resultCode(error) === sqliteCodes.constraint;
}
