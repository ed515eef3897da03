import type { ErrorCategory } from '../../registry/errors.ts';

/** How many errors were answered, by category; every category is listed from the start. */
export class ErrorCounts {
  readonly #counts: Record<ErrorCategory, number> = {
    validation: 0,
    'not-found': 0,
    conflict: 0,
    auth: 0,
    'rate-limit': 0,
    timeout: 0,
    unavailable: 0,
    internal: 0,
  };

  add(category: ErrorCategory): void {
    this.#counts[category] += 1;
  }

  entries(): readonly [category: string, count: number][] {
    return Object.entries(this.#counts);
  }
}
