/** Names of events, without the prefix that their types have. */
export const eventNames = [
  'version.registered',
  'version.deleted',
  'config.changed',
  'mode.changed',
] as const;
export type EventName = (typeof eventNames)[number];

/** Who is told of events. */
export interface Endpoint {
  /** Under which its events are kept: what waits for it follows the name to a new URL. */
  readonly name: string;
  readonly url: string;
  readonly events: ReadonlySet<EventName>;
  /** Prefix of the subjects whose events it is told of; empty: all, those of no subject too. */
  readonly subjects: string;
  /** Keys of signatures: the one in use, then those that receivers may still expect. Empty: not signed. */
  readonly keys: readonly Uint8Array[];
}

/** The setting is not as it should be. The message is one sentence for the operator, without secrets. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
}

const known = new Set(['name', 'url', 'events', 'subjects', 'secrets']);

/**
 * Reads the setting: a JSON array of `{"name", "url", "events"?, "subjects"?, "secrets"?}`.
 * @throws EndpointError
 */
export function readEndpoints(setting: string): readonly Endpoint[] {
  if (setting.trim() === '') return [];
  const endpoints = parsed(setting).map((each, index) => endpointOf(each, `WEBHOOKS[${index}]`));
  const names = new Set(endpoints.map(({ name }) => name));
  if (names.size < endpoints.length) throw new EndpointError('WEBHOOKS: two endpoints have the same name.');
  return endpoints;
}

function parsed(setting: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(setting);
  } catch {
    // What the parser says may quote a secret.
    throw new EndpointError('WEBHOOKS is not JSON.');
  }
  if (!Array.isArray(value)) throw new EndpointError('WEBHOOKS is not a JSON array.');
  return value;
}

function endpointOf(value: unknown, where: string): Endpoint {
  if (typeof value !== 'object' || value === null) throw new EndpointError(`${where} is not an object.`);
  const fields = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((key) => !known.has(key));
  if (unknown !== undefined)
    throw new EndpointError(`${where} has an unknown field ${JSON.stringify(unknown)}.`);
  const { name, url, events = eventNames, subjects = '', secrets = [] } = fields;
  if (typeof name !== 'string' || !/^[A-Za-z0-9._-]{1,64}$/.test(name)) {
    throw new EndpointError(`${where}.name is not 1 to 64 letters, digits, dots, dashes or underscores.`);
  }
  if (!isCallable(url))
    throw new EndpointError(`${where}.url is not an http or https URL without credentials.`);
  if (typeof subjects !== 'string') throw new EndpointError(`${where}.subjects is not text.`);
  if (!isEvents(events)) {
    throw new EndpointError(`${where}.events is not an array of ${eventNames.join(', ')}.`);
  }
  return { name, url, subjects, events: new Set(events), keys: keysIn(secrets, where) };
}

function isCallable(url: unknown): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

function isEvents(events: unknown): events is readonly EventName[] {
  const names: readonly unknown[] = eventNames;
  return Array.isArray(events) && events.length > 0 && events.every((event) => names.includes(event));
}

/** Shorter ones can be guessed. */
const minSecretBytes = 16;

function keysIn(secrets: unknown, where: string): readonly Uint8Array[] {
  if (!Array.isArray(secrets) || secrets.length > 2) {
    throw new EndpointError(`${where}.secrets is not an array of one or two secrets.`);
  }
  return secrets.map((secret: unknown) => {
    const key = typeof secret === 'string' ? keyOf(secret) : Buffer.alloc(0);
    if (key.length < minSecretBytes) {
      throw new EndpointError(`${where}.secrets holds one of less than ${minSecretBytes} bytes.`);
    }
    return key;
  });
}

/** As receivers' libraries read it: base64 after `whsec_`, else the text itself. */
function keyOf(secret: string): Uint8Array {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
}
