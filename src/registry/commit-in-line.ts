import { type Decision, maxAttempts } from './change-under-guard.ts';
import type { Dependencies } from './dependencies.ts';
import { expecting } from './expected-store.ts';
import type { CommitResult, Ticket } from './store.ts';
import { StoreUnavailableError } from './store.ts';
import type { Addition, Expected } from './subject-line.ts';

/** What a use case decided that adds a version: `addition` when that is all, so that others may be decided on it. */
export type LineOutcome<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  | ({ readonly kind: 'change'; readonly addition: Addition | undefined } & Decision<T>);

export interface LineTask<T> {
  readonly subject: string;
  /** Whether it may be decided on versions that are not durable yet. */
  readonly mayFollow: boolean;
  /** As `changeUnderGuard` takes it, with the dependencies to decide with. */
  decide(deps: Dependencies): Promise<LineOutcome<T>>;
}

type Turn<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  /** Its change is on its way; undefined when it met another. */
  | { readonly kind: 'sent'; readonly answer: Promise<{ readonly given: T } | undefined> };

/**
 * Like `changeUnderGuard`, for writers of one subject that each add a version: the next is decided when the one before
 * it is sent to the store, not when it is durable, so that they share a commit. Only a change may rest on what is not
 * durable yet, as it comes about only with that: what is answered at once, refusals too, waits until it is known.
 */
export async function commitInLine<T>(deps: Dependencies, task: LineTask<T>): Promise<T> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const turn = await deps.writers.takeTurn(task.subject, () => takeTurn(deps, task));
    if (turn.kind === 'answer') return turn.answer;
    const answer = await turn.answer;
    if (answer) return answer.given;
  }
  throw new StoreUnavailableError('Too many writers change the same subject at once');
}

async function takeTurn<T>(deps: Dependencies, task: LineTask<T>): Promise<Turn<T>> {
  const { subject } = task;
  const expected = task.mayFollow ? deps.writers.expected(subject) : undefined;
  if (expected) {
    const outcome = await task.decide(expecting(deps, subject, expected)).catch(() => undefined);
    if (outcome?.kind === 'change' && outcome.addition) return send(deps, outcome, expected);
  }
  await deps.writers.settled(subject);
  const outcome = await task.decide(deps);
  if (outcome.kind === 'answer') return outcome;
  const sent = send(deps, outcome);
  if (!outcome.addition) await sent.answer;
  return sent;
}

function send<T>(
  deps: Dependencies,
  { guards, writes, addition, answer }: Decision<T> & { readonly addition: Addition | undefined },
  on?: Expected,
): Extract<Turn<T>, { kind: 'sent' }> {
  const ticket: Ticket = { committed: false };
  const committed = deps.store.commit({ guards, writes, ticket, after: on?.last });
  if (addition) deps.writers.add(ticket, addition, committed, on);
  const given = committed.then((result: CommitResult) =>
    result.outcome === 'committed' ? { given: answer(result.schemaIds) } : undefined,
  );
  // Whoever waits for it is told; nobody may wait for it yet.
  given.catch(() => undefined);
  return { kind: 'sent', answer: given };
}
