import { HeadText } from '../../src/plugins/reply-headers/head-text.ts';
import type { PreparedResponse } from '../../src/plugins/reply-headers/prepared.ts';

/** A response for what keeps responses: it has a size and what tells it from others, and is never sent. */
export function preparedResponse(body: string, size: number, etag?: string): PreparedResponse {
  const heads = {
    whole: [],
    notModified: [],
    lengthPlace: 0,
    contentType: '',
    headers: {},
    text: new HeadText([], 0),
  };
  return { etag, body, bytes: body.length, length: String(body.length), heads, size };
}
