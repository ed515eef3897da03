import type { Operation } from './operation.ts';

/** What a client is about to ask of a subject. */
export type Question =
  | { readonly kind: 'register'; readonly text: string }
  | { readonly kind: 'delete'; readonly version: number }
  | { readonly kind: 'latest' }
  | { readonly kind: 'versions' };

export type Asked =
  | { readonly kind: 'operation'; readonly operation: Operation }
  /** Nobody was there to ask, or a read came to nothing: it says nothing about the registry. */
  | { readonly kind: 'no-answer' }
  /** An answer that no client should get. */
  | { readonly kind: 'bad-answer'; readonly problem: string };

type Reply = { readonly status: number; readonly body: unknown } | 'nobody-there' | 'lost';

/** Asks a replica, and takes down when. */
export async function ask(
  { url, replica }: { readonly url: string; readonly replica: string },
  subject: string,
  question: Question,
): Promise<Asked> {
  const invoked = performance.now();
  const reply = await send(`${url}/subjects/${subject}/versions`, question);
  const asked = { subject, replica, invoked, answered: performance.now() };
  if (reply === 'nobody-there') return { kind: 'no-answer' };
  if (reply === 'lost' || reply.status === 503) {
    if (question.kind !== 'register' && question.kind !== 'delete') return { kind: 'no-answer' };
    const answered = Number.POSITIVE_INFINITY;
    return { kind: 'operation', operation: { ...asked, ...question, answered, result: 'unknown' } };
  }
  const operation = answeredOperation(asked, question, reply);
  if (operation) return { kind: 'operation', operation };
  return {
    kind: 'bad-answer',
    problem: `${subject}: ${JSON.stringify(question)} got ${JSON.stringify(reply)}`,
  };
}

function answeredOperation(
  asked: Pick<Operation, 'subject' | 'replica' | 'invoked' | 'answered'>,
  question: Question,
  reply: { readonly status: number; readonly body: unknown },
): Operation | undefined {
  const body = reply.status === 200 ? reply.body : undefined;
  const none = reply.status === 404;
  if (question.kind === 'register') {
    const result = reply.status === 409 ? 'refused' : (body as { id: number; version: number } | undefined);
    return result && { ...asked, ...question, result };
  }
  if (question.kind === 'delete') {
    if (!none && body !== question.version) return undefined;
    return { ...asked, ...question, result: none ? 'refused' : 'deleted' };
  }
  if (question.kind === 'latest') {
    const found = body as { id: number; version: number; schema: string } | undefined;
    const latest = found && { id: found.id, version: found.version, text: found.schema };
    const result = none ? 'none' : latest;
    return result && { ...asked, ...question, result };
  }
  const result = none ? [] : (body as number[] | undefined);
  return result && { ...asked, ...question, result };
}

async function send(versions: string, question: Question): Promise<Reply> {
  try {
    const response = await fetch(...requestFor(versions, question));
    return { status: response.status, body: await response.json() };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    return code === 'ECONNREFUSED' ? 'nobody-there' : 'lost';
  }
}

function requestFor(versions: string, question: Question): [url: string, options: RequestInit] {
  if (question.kind === 'register') {
    const headers = { 'content-type': 'application/json', 'confluent-accept-unknown-properties': 'true' };
    const body = JSON.stringify({ schemaType: 'JSON', schema: question.text });
    return [versions, { method: 'POST', headers, body }];
  }
  if (question.kind === 'delete') return [`${versions}/${question.version}`, { method: 'DELETE' }];
  return [question.kind === 'latest' ? `${versions}/latest` : versions, {}];
}
