import { type CheckResult, judged } from './check.ts';
import type { Answer, Ask } from './client.ts';

/** Always the same, so that a registry gives it one id however often it is verified. */
const schema = JSON.stringify({ title: 'schemagate verify', type: 'object', additionalProperties: false });

export interface Registered {
  readonly id: number;
  readonly subject: string;
  readonly schema: string;
}

/**
 * Registers a schema under a scratch subject.
 * @throws Error when the registry does not answer with an id
 */
export async function registerScratch(ask: Ask, subject: string): Promise<Registered> {
  const answer = await ask('POST', `${pathOf(subject)}/versions`, { schemaType: 'JSON', schema });
  if (answer.status !== 200) throw new Error(`registering answers ${answer.status}: ${answer.text}`);
  return { id: (JSON.parse(answer.text) as { id: number }).id, subject, schema };
}

/** What was registered is read by its id and by its subject, and is gone once deleted. Always deletes. */
export async function finishRoundTrip(ask: Ask, { id, subject }: Registered): Promise<CheckResult> {
  const problems: string[] = [];
  const expect = (what: string, { status, text }: Answer, wanted: number, holds = '') => {
    if (status !== wanted) problems.push(`${what} answers ${status}`);
    else if (!text.includes(holds)) problems.push(`${what} answers something else than was registered`);
  };
  const within = JSON.stringify(schema);
  expect('reading by id', await ask('GET', `/schemas/ids/${id}`), 200, within);
  const latest = `${pathOf(subject)}/versions/latest`;
  expect('reading the latest version', await ask('GET', latest), 200, within);
  expect('deleting', await ask('DELETE', pathOf(subject)), 200);
  expect('reading what was deleted', await ask('GET', latest), 404);
  const permanent = await ask('DELETE', `${pathOf(subject)}?permanent=true`);
  // A credential that may register need not be one that may erase.
  const left = permanent.status === 403 ? '; left soft-deleted, as this credential may not erase it' : '';
  if (left === '') expect('deleting for good', permanent, 200);
  return judged('round-trip', problems, `${subject}: registered with id ${id}, read, deleted${left}`);
}

function pathOf(subject: string): string {
  return `/subjects/${encodeURIComponent(subject)}`;
}
