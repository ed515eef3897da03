import { refusals } from './refusals.ts';

/** Whether a state is the one that the client has seen; undefined is none. */
export type Expectation<State> = (current: State | undefined) => boolean;

export interface Conditional<State> {
  /** Refuses the change with 412 unless it holds, decided on the facts that the change rests on. */
  readonly expects?: Expectation<State> | undefined;
}

/** Throws 412 when the state is not the expected one. */
export function requireExpected<State>({ expects }: Conditional<State>, current: State | undefined): void {
  if (expects !== undefined && !expects(current)) throw refusals.preconditionFailed();
}
