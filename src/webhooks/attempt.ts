import type { Delivery, Settlement } from '../registry/outbox.ts';
import { bodyOf, type CloudEvent, mediaType } from './cloud-event.ts';
import type { Endpoint } from './endpoint.ts';
import type { RetryOptions } from './retry-options.ts';
import { signedHeaders } from './signature.ts';

/** Sends a POST once, follows no redirect. Rejects when there is no answer. */
export type Post = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<Response>;

const longestError = 300;

/** Tells the endpoint of the event, once. */
export async function attemptDelivery(
  delivery: Delivery,
  endpoint: Endpoint,
  { post, retry, now }: { readonly post: Post; readonly retry: RetryOptions; readonly now: () => number },
): Promise<Settlement> {
  const { id, event, schemaId, attempts } = delivery;
  const cloudEvent = JSON.parse(event) as CloudEvent;
  const body = bodyOf(cloudEvent, schemaId);
  const signed = signedHeaders({ id: cloudEvent.id, body }, endpoint.keys, now());
  let error: string;
  let asked = 0;
  try {
    const answer = await post(endpoint.url, { headers: { 'content-type': mediaType, ...signed }, body });
    if (answer.ok) return { id, outcome: 'delivered' };
    error = `The endpoint answered ${answer.status}`;
    asked = Number(answer.headers.get('retry-after') ?? 0) * 1000;
  } catch (thrown) {
    error = String(thrown);
  }
  const kept = error.slice(0, longestError).replaceAll('\0', '').toWellFormed();
  if (attempts + 1 >= retry.maxAttempts) return { id, outcome: 'dead', error: kept };
  return { id, outcome: 'failed', retryIn: waitAfter(attempts, asked, retry), error: kept };
}

/** Full jitter: endpoints that were away are not met by everything at once. `asked`: by the endpoint, in ms. */
function waitAfter(attempts: number, asked: number, { firstDelay, maxDelay }: RetryOptions): number {
  const bound = Math.min(maxDelay, firstDelay * 2 ** attempts);
  const wanted = Number.isFinite(asked) ? Math.min(maxDelay, asked) : 0;
  return Math.max(wanted, Math.random() * bound);
}
