/** How long one request may take, in milliseconds. */
const timeoutMs = 10_000;
const mediaType = 'application/vnd.schemaregistry.v1+json';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks a path below the registry's URL. Rejects when there is no answer in time. */
export type Ask = (method: string, path: string, body?: object) => Promise<Answer>;

/** Asks as a client of the registry at `url` with this credential does. */
export function client(url: string, credential: string): Ask {
  const root = url.replace(/\/+$/, '');
  const authorization = authorizationOf(credential);
  return (method, path, body) =>
    answerTo(root + path, {
      method,
      headers: {
        accept: mediaType,
        ...(authorization !== undefined && { authorization }),
        ...(body && { 'content-type': mediaType }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
}

/** One request, read to its end. Rejects with a sentence that says why there is no answer. */
export async function answerTo(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw new Error(`${url} can't be reached: ${causeOf(error)}`, { cause: error });
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
  const cause = error instanceof Error && error.cause ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ((cause as NodeJS.ErrnoException).code ?? cause.name);
}
