import type {
  Metadata,
  RuleSet,
  SchemaId,
  SchemaReference,
  SchemaType,
  Version,
} from '../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../registry/settings.ts';
import { type HeldVersion, Refusal, type RegistryPort } from './port.ts';
import { reasonOf } from './reason.ts';

/** How long one request may take, in milliseconds. */
const timeoutMs = 30_000;
const mediaType = 'application/vnd.schemaregistry.v1+json';

/** A version as the API answers it in its newer shape, of which older servers leave parts out. */
interface VersionBody {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
  readonly schemaType?: SchemaType;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: Metadata | null;
  readonly ruleSet?: RuleSet | null;
  readonly ts?: number;
}

/**
 * A registry that runs elsewhere, by the Confluent API. `url` is where it answers `/subjects`; `credential` a key
 * or token, or `user:password`, or empty.
 */
export function httpPort(url: string, credential = ''): RegistryPort {
  const root = url.replace(/\/+$/, '');
  const authorization = authorizationOf(credential);

  /** The answer's body; undefined for 404 where that is an answer too. Rejects with `Refusal` for a 4xx. */
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(root + path, {
      method,
      headers: {
        accept: mediaType,
        'Confluent-Accept-Unknown-Properties': 'true',
        ...(authorization !== undefined && { authorization }),
        ...(body !== undefined && { 'content-type': mediaType }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new Error(`${root} can't be reached: ${causeOf(error)}`, { cause: error });
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    if (response.status === 404 && method === 'GET') return undefined;
    const reason = messageIn(text) ?? `${response.status} ${response.statusText}`;
    if (response.status >= 500) throw new Error(`${method} ${root}${path}: ${reason}`);
    throw new Refusal(reason);
  }

  const subjectPath = (subject: string) => `/subjects/${encodeURIComponent(subject)}/versions`;

  return {
    tellsUnsetLevels: false,
    async liveSubjects() {
      return (await ask('GET', '/subjects')) as readonly string[];
    },
    async versions(subject) {
      const path = subjectPath(subject);
      const numbers = (await ask('GET', `${path}?deletedAsNegative=true`)) as readonly number[] | undefined;
      const held: HeldVersion[] = [];
      for (const number of numbers ?? []) {
        const found = await ask('GET', `${path}/${Math.abs(number)}?deleted=true`);
        const body = found as VersionBody | undefined;
        // Under another name: the subject has an alias, and no version that can be read.
        if (body?.subject === subject) held.push(heldVersion(body, number < 0));
      }
      return held;
    },
    async settings(scope) {
      if (isUnnamable(scope)) return { config: undefined, mode: undefined };
      const config = await ask('GET', `/config${suffix(scope)}`);
      const mode = await ask('GET', `/mode${suffix(scope)}`);
      return {
        config: config as Config | undefined,
        mode: (mode as { mode: Mode } | undefined)?.mode,
      };
    },
    async register(subject, request) {
      const path = subjectPath(subject);
      const registered = (await ask('POST', path, request)) as { id: number; version?: number };
      // Servers of older releases answer the id alone.
      if (registered.version !== undefined) return registered.version as Version;
      const found = await ask('POST', path.replace(/\/versions$/, ''), request);
      return (found as { version: Version }).version;
    },
    async setConfig(scope, update) {
      await ask(update ? 'PUT' : 'DELETE', `/config${suffix(scope)}`, update);
    },
    async setMode(scope, mode) {
      await ask(mode ? 'PUT' : 'DELETE', `/mode${suffix(scope)}`, mode && { mode });
    },
    async deleteVersion(subject, version) {
      await ask('DELETE', `${subjectPath(subject)}/${version}`);
    },
  };
}

function heldVersion(body: VersionBody, deleted: boolean): HeldVersion {
  const { subject, schema: text, schemaType = 'AVRO', references = [], metadata, ruleSet } = body;
  const id = body.id as SchemaId;
  const attachments = { ...(metadata && { metadata }), ...(ruleSet && { ruleSet }) };
  return {
    subject,
    version: body.version as Version,
    id,
    deleted,
    timestamp: body.ts ?? 0,
    schema: { id, schemaType, text, references, ...attachments },
  };
}

function suffix(scope: SettingsScope): string {
  if (isUnnamable(scope))
    throw new Refusal('no URL can name the settings of this subject; they are kept as they are');
  return scope.kind === 'global' ? '' : `/${encodeURIComponent(scope.subject)}`;
}

/** Whether the path to a subject's settings would be that to the global ones: for no name, and for dots. */
function isUnnamable(scope: SettingsScope): boolean {
  return scope.kind === 'subject' && /^\.{0,2}$/.test(scope.subject);
}

/** The message of a refusal; undefined when the text is none. */
function messageIn(text: string): string | undefined {
  try {
    return String((JSON.parse(text) as { message: unknown }).message);
  } catch {
    return undefined;
  }
}

function authorizationOf(credential: string): string | undefined {
  if (credential === '') return undefined;
  // Neither keys nor tokens have colons.
  if (!credential.includes(':')) return `Bearer ${credential}`;
  return `Basic ${Buffer.from(credential).toString('base64')}`;
}

/** Of an error of fetch, which says why only in its cause. */
function causeOf(error: unknown): string {
  return reasonOf(error instanceof Error && error.cause ? error.cause : error);
}
