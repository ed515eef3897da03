import { Type } from '../typebox.ts';

/** How long the service may take over a request, by the class of its route. */
export const timeLimitSettings = {
  READ_TIMEOUT_MS: limit(10_000, 'a read'),
  WRITE_TIMEOUT_MS: limit(30_000, 'a change of a subject, registrations too'),
  VALIDATE_TIMEOUT_MS: limit(30_000, 'a compatibility check or look-up'),
  ADMIN_TIMEOUT_MS: limit(0, 'administration, such as a backup'),
};

function limit(byDefault: number, what: string) {
  return Type.Integer({
    default: byDefault,
    minimum: 0,
    description: `Time for ${what}, in milliseconds; then the work is given up and the answer is 503. 0: no limit.`,
  });
}
