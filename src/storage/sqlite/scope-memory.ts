import type { GuardScope } from '../../registry/store.ts';

/** Beyond this many all are forgotten: they are quickly read again. */
const most = 2000;

/**
 * Rows of scopes as they were last read, and that there was none. Every request needs them, while only
 * commits change them: whoever commits must then `forget`. Until it does a row may be older than what is
 * read beside it, never newer, so that a guard with its revision refuses a change rather than let it pass
 * on outdated facts.
 */
export class ScopeMemory<Row> {
  readonly #rows = new Map<string | undefined, Row | undefined>();

  /** The row of a scope, from `read` when it is not known. */
  row(scope: GuardScope, read: () => Row | undefined): Row | undefined {
    const key = scope.kind === 'global' ? undefined : scope.subject;
    const known = this.#rows.get(key);
    if (known !== undefined || this.#rows.has(key)) return known;
    const row = read();
    if (this.#rows.size >= most) this.forget();
    this.#rows.set(key, row);
    return row;
  }

  forget(): void {
    this.#rows.clear();
  }
}
