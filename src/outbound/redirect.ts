import { OutboundError } from './errors.ts';
import { assertCallable, type PreparedRequest, redirected } from './request.ts';

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * The request that a redirect asks for; undefined when the answer is none (RFC 9110 section 15.4).
 * @throws OutboundError when it leads where nothing may be sent, such as from https to http
 */
export function nextRequest(request: PreparedRequest, answer: Response): PreparedRequest | undefined {
  const location = answer.headers.get('location');
  if (!redirects.has(answer.status) || location === null) return undefined;
  const { url, method } = request;
  if (!URL.canParse(location, url.href)) {
    throw new OutboundError('redirect', `${url.host} redirects to what is no URL`);
  }
  const next = new URL(location, url);
  assertCallable(next);
  if (url.protocol === 'https:' && next.protocol === 'http:') {
    throw new OutboundError('redirect', `${url.host} redirects from https to http`);
  }
  const keepsMethod = answer.status >= 307 || method === 'GET' || method === 'HEAD';
  return redirected(request, next, keepsMethod);
}
