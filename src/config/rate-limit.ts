import { Type } from '../typebox.ts';

const classLimit = (what: string) =>
  Type.Integer({
    default: 0,
    minimum: 0,
    description: `As \`RATE_LIMIT_MAX\`, for ${what} alone. 0: that limit holds.`,
  });

/** How many requests one client may make; a client is an API key or other credential, else an address. */
export const rateLimitSettings = {
  RATE_LIMIT_MAX: Type.Integer({
    default: 5000,
    minimum: 0,
    description:
      'Requests of one class (reads, changes, checks and look-ups, administration) that one credential, or one address ' +
      'without a credential, may make per window before it gets 429. 0: no limit. ' +
      'The default stops a client that runs wild; one address may well be a whole cluster behind one gateway.',
  }),
  RATE_LIMIT_READ_MAX: classLimit('reads'),
  RATE_LIMIT_WRITE_MAX: classLimit('registrations and other changes of subjects'),
  RATE_LIMIT_VALIDATE_MAX: classLimit('compatibility checks and look-ups'),
  RATE_LIMIT_ADMIN_MAX: classLimit('administration'),
  RATE_LIMIT_WINDOW_MS: Type.Integer({
    default: 1000,
    minimum: 1,
    description: 'Length of the rate limit window, in milliseconds.',
  }),
  RATE_LIMIT_REDIS_URL: Type.String({
    default: '',
    description:
      'Redis or Valkey in which replicas count together, as `redis://user:password@host:port/db`. Empty: each process counts for itself.',
  }),
  RATE_LIMIT_REDIS_URL_FILE: Type.String({
    default: '',
    description: 'File that holds `RATE_LIMIT_REDIS_URL`.',
  }),
  RATE_LIMIT_REDIS_TIMEOUT_MS: Type.Integer({
    default: 100,
    minimum: 1,
    description: 'Time for Redis to answer, in milliseconds; a slower answer is a failure.',
  }),
  RATE_LIMIT_WITHOUT_REDIS: Type.Unsafe<'allow' | 'refuse'>({
    type: 'string',
    enum: ['allow', 'refuse'],
    default: 'allow',
    description:
      'What to do with requests while Redis fails: let them pass uncounted, or refuse them with 503.',
  }),
};
