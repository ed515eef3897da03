/** What a check found, in words for the operator. */
export type Finding =
  | { readonly verdict: 'ok'; readonly found: string }
  | {
      readonly verdict: 'warning' | 'problem';
      readonly found: string;
      /** What to do about it. */
      readonly advice: string;
    }
  /** `found` is why there was nothing to look at, or no way to. */
  | { readonly verdict: 'not checked'; readonly found: string };

export const ok = (found: string): Finding => ({ verdict: 'ok', found });
export const warning = (found: string, advice: string): Finding => ({ verdict: 'warning', found, advice });
export const problem = (found: string, advice: string): Finding => ({ verdict: 'problem', found, advice });
export const notChecked = (found: string): Finding => ({ verdict: 'not checked', found });

/**
 * One finding of several: the worst verdict, and all that is wrong. With nothing wrong it is that all is well, with
 * `found`.
 */
export function together(findings: readonly Finding[], found: string): Finding {
  const wrong = findings.flatMap((each) => ('advice' in each ? [each] : []));
  if (wrong.length === 0) return ok(found);
  return {
    verdict: wrong.some(({ verdict }) => verdict === 'problem') ? 'problem' : 'warning',
    found: wrong.map((each) => each.found).join('; '),
    advice: [...new Set(wrong.map(({ advice }) => advice))].join('; '),
  };
}

/** The message of whatever was thrown, without its full stop. */
export function messageOf(error: unknown): string {
  // Several addresses of one host fail with an error that has no message of its own.
  if (error instanceof AggregateError) return error.errors.map((each) => messageOf(each)).join('; ');
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
