/** What is said of a flag; docs/operations/flags.md and `GET /admin/flags` are made from this. */
export interface FlagDescription {
  readonly default: boolean;
  /** What it switches. */
  readonly switches: string;
  /** Why somebody may have to switch it. */
  readonly risk: string;
  /** What happens while it is off. */
  readonly whenOff: string;
  /** The part of the sources that it belongs to. */
  readonly area: string;
  /** The version that brought it. */
  readonly since: string;
}

/**
 * Every flag: what is risky enough that somebody may have to switch it off at once, without a restart, and nothing
 * else. How the service behaves for good is a setting.
 */
export const flags = {
  'quick-lane': {
    default: true,
    switches: 'answers to reads and look-ups before routing, from bytes made earlier',
    risk: 'each concern of a request (access, limits, metrics, log) is written a second time for it, and one may be wrong',
    whenOff: 'all requests go the ordinary way: the same answers, for about four times the work',
    area: 'src/plugins/quick-answers.ts',
    since: '0.1.0',
  },
  compression: {
    default: true,
    switches: 'compressed answers of the API (zstd, br, gzip), where `COMPRESSION` allows them',
    risk: 'it takes processor time, and something between may mistreat a coding',
    whenOff: 'answers go out as they are, and longer',
    area: 'src/plugins/content-coding.ts',
    since: '0.1.0',
  },
  'costly-schemas': {
    default: true,
    switches: 'work on large or intricate schemas, on threads of their own',
    risk: 'each thread takes a processor and up to 512 MB for as long as senders of such schemas keep it busy',
    whenOff:
      'registering, looking up or checking such a schema gets 503 with Retry-After, and `SchemagateCostlyWorkRefused` ' +
      'fires; reading it, and work on ordinary ones, goes on',
    area: 'src/plugins/costly-work.ts',
    since: '0.1.0',
  },
  'webhook-delivery': {
    default: true,
    switches: 'delivery of events to the endpoints in `WEBHOOKS`',
    risk: 'other systems act on events: one that is in trouble, or acts on wrong ones, must be spared',
    whenOff:
      'events are still written, none is lost, and their queue and its age grow; they are delivered in order once it is ' +
      'on again. Attempts under way end. `SchemagateWebhookQueueOld` fires when it takes long',
    area: 'src/plugins/webhooks.ts',
    since: '0.1.0',
  },
  'upstream-reads': {
    default: true,
    switches: "an edge node's reads from the registry at `UPSTREAM_URL`",
    risk: 'every node asks the one upstream: one that recovers, or answers nonsense, must be left alone',
    whenOff:
      'as when the upstream does not answer: what is known is served, marked as stale; what is not known gets 503',
    area: 'src/plugins/edge-store.ts',
    since: '0.1.0',
  },
  'scheduled-backups': {
    default: true,
    switches: 'backups at the times in `BACKUP_SCHEDULE`',
    risk: 'each reads the whole store, restores it for verification and fills its target, whatever else goes on then',
    whenOff:
      'the times pass without a backup; `POST /admin/backups` and `schemagate backup` still make one, and ' +
      '`SchemagateBackupTooOld` fires when none does',
    area: 'src/plugins/backups.ts',
    since: '0.1.0',
  },
} as const satisfies Readonly<Record<string, FlagDescription>>;

export type FlagName = keyof typeof flags;

/** A value for each flag. */
export type FlagValues = Readonly<Record<FlagName, boolean>>;

export const flagNames = Object.keys(flags) as readonly FlagName[];

export function isFlagName(name: string): name is FlagName {
  return Object.hasOwn(flags, name);
}

type Shouted<Name extends string> = Name extends `${infer Word}-${infer Rest}`
  ? `${Uppercase<Word>}_${Shouted<Rest>}`
  : Uppercase<Name>;

/** The variable of the environment that sets a flag. */
export type FlagVariable<Name extends FlagName = FlagName> = `FLAG_${Shouted<Name>}`;

/** See `FlagVariable`. */
export function variableOf<Name extends FlagName>(name: Name): FlagVariable<Name> {
  return `FLAG_${name.replaceAll('-', '_').toUpperCase()}` as FlagVariable<Name>;
}
