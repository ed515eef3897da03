import { Type } from '../typebox.ts';

const migrate = ['auto', 'off'] as const;

/** Settings of the PostgreSQL engine. */
export const databaseSettings = {
  DATABASE_URL: Type.String({
    default: '',
    description:
      'Database that holds the schemas, as `postgres://user:password@host:port/name`; any number of replicas ' +
      'share it. Empty: the embedded store in `DATA_DIR`.',
  }),
  DATABASE_URL_FILE: Type.String({ default: '', description: 'File that holds `DATABASE_URL`.' }),
  MIGRATE: Type.Unsafe<(typeof migrate)[number]>({
    type: 'string',
    enum: migrate,
    default: 'auto',
    description:
      'Whether a start brings the layout of the store up to date, on either engine: `auto`, or `off` to refuse ' +
      'a store that `schemagate migrate up` has to bring up to date first.',
  }),
  DATABASE_POOL_MAX: Type.Integer({
    default: 10,
    minimum: 1,
    description:
      'Connections that one replica may open for schemas; it opens one more to be told of changes, and one for API keys.',
  }),
  DATABASE_REPLICAS: Type.Integer({
    default: 1,
    minimum: 1,
    description: 'How many replicas share the database: a warning tells when it allows too few connections.',
  }),
  DATABASE_CONNECT_TIMEOUT_MS: Type.Integer({
    default: 5000,
    minimum: 1,
    description: 'Time for a connection to be made, or to become free, in milliseconds.',
  }),
  DATABASE_STATEMENT_TIMEOUT_MS: Type.Integer({
    default: 5000,
    minimum: 1,
    description: 'Time for one statement on the database, in milliseconds.',
  }),
  DATABASE_IDLE_TIMEOUT_MS: Type.Integer({
    default: 30_000,
    minimum: 1,
    description: 'Time after which a connection that nobody uses is closed, in milliseconds.',
  }),
};

/** What is wrong with the address of the database: the driver would take any scheme, and wait for its server. */
export function databaseProblems({
  DATABASE_URL: url,
}: {
  readonly DATABASE_URL: string;
}): readonly string[] {
  return url === '' || /^(?:postgres(?:ql)?|socket):/i.test(url)
    ? []
    : ['DATABASE_URL is not what it should be; expected postgres://user:password@host:port/name.'];
}
