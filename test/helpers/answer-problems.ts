import type { RawResponse } from './raw-http.ts';
import type { FuzzRequest } from './request-arbitraries.ts';

const jsonTypes = new Set([
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
]);
/** Signs that something from inside the server got out. */
const inside =
  /\n\s+at |node:internal|node_modules|\/src\/|\.[jt]s:\d|SQLITE_|Cannot read propert|is not a function/;

/** What is wrong with an answer, whatever the request was: one sentence each. */
export function answerProblems({ line }: FuzzRequest, answer: RawResponse | undefined): readonly string[] {
  if (!answer) return ['the connection ended without an answer'];
  const { status, headers, body } = answer;
  const problems: string[] = [];
  if (status >= 500 && !isBusy(answer)) problems.push(`status ${status}`);
  if (!(status >= 200 && status < 600)) problems.push(`status ${status}`);
  if (inside.test(body)) problems.push('the body tells of the inside of the server');
  const type = headers['content-type'];
  const isJson = type !== undefined && jsonTypes.has(type);
  if (status >= 400 && !isJson) problems.push(`a refusal of type ${type}`);
  if (isJson && body !== '') problems.push(...bodyProblems(status, body));
  if (status >= 400 && body === '' && !line.startsWith('HEAD ')) problems.push('a refusal without a body');
  // What Node could not read as a request has no id.
  if (headers['x-request-id'] === undefined && headers['connection'] !== 'close')
    problems.push('no request id');
  return problems;
}

/** The one refusal of this kind that no fault is behind: the service has too much to do, and says when to come back. */
function isBusy({ status, headers, body }: RawResponse): boolean {
  const isStore = body.includes('"error_code":50001');
  return status === 503 && headers['retry-after'] !== undefined && !isStore;
}

function bodyProblems(status: number, text: string): string[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return ['the body is not JSON'];
  }
  if (status < 400) return [];
  const { error_code: code, message } = (body ?? {}) as Record<string, unknown>;
  const problems: string[] = [];
  if (!Number.isInteger(code) || !String(code).startsWith(String(status)))
    problems.push(`error_code ${String(code)}`);
  if (typeof message !== 'string' || message === '') problems.push('no message');
  return problems;
}
