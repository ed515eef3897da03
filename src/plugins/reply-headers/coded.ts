import { promisify } from 'node:util';
import { type Coding, encode } from '../content-coding.ts';
import { etagInCoding } from '../revalidation.ts';
import type { Content, PreparedResponse } from './prepared.ts';

const compressed = promisify(encode);

/** What a prepared response says, in a content coding. */
export async function coded({ body, etag, heads }: PreparedResponse, coding: Coding): Promise<Content> {
  const { contentType, headers } = heads;
  const whole = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  return {
    body: await compressed(whole, coding),
    contentType,
    headers,
    coding,
    ...(etag !== undefined && { etag: etagInCoding(etag, coding) }),
  };
}
