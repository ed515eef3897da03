import { Type } from '../typebox.ts';

const waitingByDefault = 32;

/** Settings of the threads on which schemas are worked on that may take long. */
export const costlyWorkSettings = {
  COSTLY_SCHEMA_TIMEOUT_MS: Type.Integer({
    default: 10_000,
    minimum: 1,
    description:
      'Time that a thread may work on one costly schema or comparison, in milliseconds; then the schema is refused with 42201.',
  }),
  REGISTRATION_THREADS: threads('registrations'),
  REGISTRATION_QUEUE: queue('registrations'),
  CHECK_THREADS: threads('compatibility checks'),
  CHECK_QUEUE: queue('compatibility checks'),
  LOOKUP_THREADS: threads('look-ups'),
  LOOKUP_QUEUE: queue('look-ups'),
};

function threads(what: string) {
  return Type.Integer({
    default: 1,
    minimum: 1,
    maximum: 64,
    description: `Threads for the costly schemas of ${what}; they start when needed.`,
  });
}

function queue(what: string) {
  return Type.Integer({
    default: waitingByDefault,
    minimum: 0,
    description: `Costly schemas of ${what} that may wait for a thread; more get 503.`,
  });
}
