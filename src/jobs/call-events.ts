import type { OutboundListener } from '../outbound/options.ts';

type Told<Event extends keyof OutboundListener> = Parameters<NonNullable<OutboundListener[Event]>>[0];

/** What a listener of calls to other servers is told, as plain data, so that it can be on another thread. */
export type CallEvent =
  | { readonly kind: 'attempt'; readonly told: Told<'onAttempt'> }
  | { readonly kind: 'retry'; readonly told: Told<'onRetry'> }
  | { readonly kind: 'budget-spent'; readonly told: Told<'onBudgetSpent'> }
  | { readonly kind: 'breaker'; readonly told: Told<'onBreaker'> };

/** A listener that sends what it is told. */
export function sendingListener(send: (event: CallEvent) => void): OutboundListener {
  return {
    onAttempt: (told) => send({ kind: 'attempt', told }),
    onRetry: (told) => send({ kind: 'retry', told }),
    onBudgetSpent: (told) => send({ kind: 'budget-spent', told }),
    onBreaker: (told) => send({ kind: 'breaker', told }),
  };
}

/** Tells a listener what another was told. */
export function tell(listener: OutboundListener, event: CallEvent): void {
  switch (event.kind) {
    case 'attempt':
      return listener.onAttempt?.(event.told);
    case 'retry':
      return listener.onRetry?.(event.told);
    case 'budget-spent':
      return listener.onBudgetSpent?.(event.told);
    case 'breaker':
      return listener.onBreaker?.(event.told);
  }
}
