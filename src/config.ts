import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { envSchema } from 'env-schema';
import { accessSettings } from './config/access.ts';
import { auditSettings } from './config/audit.ts';
import { backupSettings } from './config/backup.ts';
import { costlyWorkSettings } from './config/costly-work.ts';
import { databaseProblems, databaseSettings } from './config/database.ts';
import { flagProblems, flagSettings } from './config/flags.ts';
import { httpLimitSettings } from './config/http-limits.ts';
import { logFileSettings } from './config/logging.ts';
import { outboundSettings } from './config/outbound.ts';
import { rateLimitSettings } from './config/rate-limit.ts';
import { responseSettings } from './config/responses.ts';
import { schemaDirectorySettings } from './config/schema-directory.ts';
import { readSecretFiles } from './config/secret-files.ts';
import { isSecretSetting } from './config/secret-settings.ts';
import { timeLimitSettings } from './config/time-limits.ts';
import { tracingSettings } from './config/tracing.ts';
import { tlsProblems, tlsSettings } from './config/transport.ts';
import { upstreamSettings } from './config/upstream.ts';
import { webhookSettings } from './config/webhooks.ts';
import { type CompatibilityLevel, compatibilityLevels } from './registry/settings.ts';
import { type Static, type TSchema, Type } from './typebox.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const mebibyte = 1024 * 1024;

/**
 * Every setting, under its name in the environment. docs/configuration.md is made from this.
 * Values come as text and are converted; numbers are whole.
 */
export const configSchema = Type.Object({
  HOST: Type.String({
    default: '127.0.0.1',
    minLength: 1,
    description: 'Address that the API listens on. Use 0.0.0.0 to accept connections from other machines.',
  }),
  PORT: port(8081, 'Port of the API; 0 lets the system choose one.'),
  PORT_SHARED: Type.Boolean({
    default: false,
    description:
      'Whether other processes of this user may listen on the same `PORT`, among which the system shares out ' +
      'connections. Only with `DATABASE_URL`; each needs a `METRICS_PORT` of its own.',
  }),
  METRICS_HOST: Type.String({
    default: '',
    description: 'Address that the metrics server listens on. Empty: the same as `HOST`.',
  }),
  METRICS_PORT: port(9090, 'Port of the metrics server; 0 lets the system choose one.'),
  DATA_DIR: Type.String({
    default: './data',
    minLength: 1,
    description: 'Directory of the embedded store; made when it does not exist.',
  }),
  ...accessSettings,
  ...tlsSettings,
  ...databaseSettings,
  ...schemaDirectorySettings,
  COMPATIBILITY_LEVEL: oneOf<CompatibilityLevel>(
    compatibilityLevels,
    'BACKWARD',
    'Compatibility level of subjects while neither they nor the registry have one set.',
  ),
  SOUND_COMPATIBILITY: Type.Boolean({
    default: false,
    description:
      'Also refuse changes to JSON Schemas that the reference server lets pass although they can break readers.',
  }),
  CACHE_MAX_BYTES: count(
    24 * mebibyte,
    'Memory for responses that never change, in bytes. The least used go first.',
  ),
  BODY_LIMIT_BYTES: Type.Integer({
    default: mebibyte,
    minimum: 1,
    description: 'Largest request body, in bytes. A larger one gets 413.',
  }),
  ...httpLimitSettings,
  ...responseSettings,
  LOG_LEVEL: oneOf<LogLevel>(
    logLevels,
    'info',
    'Least severe level that is logged; `info` has a line per request.',
  ),
  ...logFileSettings,
  ...rateLimitSettings,
  TRUST_PROXY: Type.String({
    default: 'false',
    pattern: '^(true|false|[0-9a-fA-F.:/, ]+)$',
    description:
      'Whose X-Forwarded-* headers to believe: `false`, `true` (anyone), or addresses and ranges of proxies, separated by commas.',
  }),
  REQUEST_TIMEOUT_MS: count(
    30_000,
    'Time for a client to send a whole request, in milliseconds; then it gets 408. 0: no limit.',
  ),
  HEADERS_TIMEOUT_MS: count(
    10_000,
    "Time for a client to send a request's headers, in milliseconds; then it gets 408. 0: no limit.",
  ),
  CONNECTION_TIMEOUT_MS: count(
    60_000,
    'Time without traffic after which a connection with a request under way is closed, in milliseconds. 0: no limit.',
  ),
  KEEP_ALIVE_TIMEOUT_MS: Type.Integer({
    default: 72_000,
    minimum: 1,
    description:
      'Time that an idle connection is kept open, in milliseconds; longer than that of a load balancer in front.',
  }),
  SHUTDOWN_TIMEOUT_MS: Type.Integer({
    default: 10_000,
    minimum: 1,
    description: 'Time for requests under way to finish at shutdown, in milliseconds; then they are cut off.',
  }),
  MAX_EVENT_LOOP_DELAY_MS: count(
    1000,
    'Mean delay of the event loop over a second above which requests get 503, in milliseconds. 0: not watched.',
  ),
  MAX_EVENT_LOOP_UTILIZATION: Type.Number({
    default: 0,
    minimum: 0,
    maximum: 1,
    description:
      'Share of the last second the event loop was busy (0 to 1) above which requests get 503. 0: not watched, ' +
      'since a busy loop may still answer in time; the delay tells.',
  }),
  MAX_HEAP_USED_BYTES: count(
    0,
    'JavaScript heap in use above which requests get 503, in bytes. 0: not watched.',
  ),
  MAX_RSS_BYTES: count(0, 'Resident memory above which requests get 503, in bytes. 0: not watched.'),
  MAX_IN_FLIGHT: count(
    10_000,
    'Requests answered at a time; beyond it they get 503, probes and administration excepted. 0: no limit.',
  ),
  ...timeLimitSettings,
  ...costlyWorkSettings,
  ...backupSettings,
  ...outboundSettings,
  ...auditSettings,
  ...webhookSettings,
  ...upstreamSettings,
  ...tracingSettings,
  ...flagSettings,
});

/** The service's settings; fixed while it runs. */
export type Config = Readonly<Static<typeof configSchema>>;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  /** One sentence for each variable that is wrong, naming it. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the settings from an environment and, where it has no value, from a `.env` file.
 * `envFile` is that file's path; without it no file is read, and a file that does not exist is none.
 */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly envFile?: string } = {},
): ConfigResult {
  let given: Readonly<Record<string, unknown>> = environment;
  try {
    given = { ...readEnvFile(options.envFile), ...environment };
    const values = envSchema<Static<typeof configSchema>>({
      schema: configSchema,
      data: { ...given },
      env: false,
    });
    const read = readSecretFiles(values);
    if (!read.ok) return read;
    const config = { ...values, ...read.secrets, METRICS_HOST: values.METRICS_HOST || values.HOST };
    const problems = [
      ...databaseProblems(config),
      ...tlsProblems(config),
      ...flagProblems(given),
      ...sharingProblems(config),
    ];
    return problems.length > 0 ? { ok: false, problems } : { ok: true, config: Object.freeze(config) };
  } catch (error) {
    return { ok: false, problems: problemsIn(error, given) };
  }
}

/** The settings of this process: its environment, then `.env` in its working directory. */
export function processConfig(): ConfigResult {
  return loadConfig(process.env, { envFile: '.env' });
}

function readEnvFile(path: string | undefined): Readonly<Record<string, string | undefined>> {
  return path === undefined || !existsSync(path) ? {} : parseEnv(readFileSync(path, 'utf8'));
}

function port(byDefault: number, description: string) {
  return Type.Integer({ default: byDefault, minimum: 0, maximum: 65_535, description });
}

function count(byDefault: number, description: string) {
  return Type.Integer({ default: byDefault, minimum: 0, description });
}

function oneOf<T extends string>(values: readonly T[], byDefault: T, description: string) {
  return Type.Unsafe<T>({ type: 'string', enum: values, default: byDefault, description });
}

function problemsIn(error: unknown, environment: Readonly<Record<string, unknown>>): readonly string[] {
  if (!(error instanceof Error && 'errors' in error && Array.isArray(error.errors))) return [String(error)];
  const names = new Set(
    error.errors.map((problem: { instancePath: string }) => problem.instancePath.slice(1)),
  );
  const shown = (name: string) =>
    isSecretSetting(name, configSchema.properties)
      ? 'not what it should be'
      : JSON.stringify(environment[name]);
  return Object.entries(configSchema.properties)
    .filter(([name]) => names.has(name))
    .map(([name, schema]) => `${name} is ${shown(name)}; expected ${expected(schema)}.`);
}

/** What values a setting takes, in words. */
export function expected(schema: TSchema): string {
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.filter(Boolean).join(', ')}`;
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'string') {
    if (schema.pattern !== undefined) return 'true, false, or IP addresses and ranges';
    return schema.minLength === undefined ? 'any text' : 'text that is not empty';
  }
  const number = schema.type === 'integer' ? 'a whole number' : 'a number';
  return schema.maximum === undefined
    ? `${number} from ${schema.minimum}`
    : `${number} from ${schema.minimum} to ${schema.maximum}`;
}

function sharingProblems({
  PORT_SHARED: shared,
  DATABASE_URL: database,
}: Static<typeof configSchema>): string[] {
  return shared && database === ''
    ? ['PORT_SHARED needs DATABASE_URL: the embedded store is for one process.']
    : [];
}
