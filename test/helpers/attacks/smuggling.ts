import { type Attack, answersTo } from './attack.ts';

const hidden = 'GET /schemas/types HTTP/1.1\r\nHost: a\r\n\r\n';
const start = 'POST /subjects/a HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

/** Requests that a proxy and the service could read as different numbers of requests (RFC 9112 section 11.2). */
const forms: Readonly<Record<string, string>> = {
  'length and chunks': `${start}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
  'two lengths': `${start}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
  'a list of lengths': `${start}Content-Length: 0, ${hidden.length}\r\n\r\n${hidden}`,
  'a length with a sign': `${start}Content-Length: +0\r\n\r\n${hidden}`,
  'an unknown coding': `${start}Transfer-Encoding: xchunked\r\n\r\n${hidden}`,
  'chunks that are not last': `${start}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
  'a size that is no number': `${start}Transfer-Encoding: chunked\r\n\r\nZ\r\n${hidden}`,
  'a chunk longer than its size': `${start}Transfer-Encoding: chunked\r\n\r\n1\r\n{}}\r\n0\r\n\r\n${hidden}`,
  'a folded line': `${start}X-Folded: a\r\n Content-Length: 0\r\n\r\n${hidden}`,
  'space before the colon': `${start}Content-Length : 0\r\n\r\n${hidden}`,
  'a bare carriage return': `${start}X-Return: a\rContent-Length: 0\r\n\r\n${hidden}`,
  'no host': `POST /subjects/a HTTP/1.1\r\nContent-Length: 0\r\n\r\n${hidden}`,
};

export const smuggling: Attack = {
  name: 'request smuggling',
  expected: '400 once, connection closed',
  async run({ port }) {
    const problems = await Promise.all(
      Object.entries(forms).map(async ([form, request]) => {
        const statuses = (await answersTo(port, Buffer.from(request))).map(({ status }) => status);
        return statuses.length === 1 && statuses[0] === 400
          ? []
          : [`${form}: ${statuses.join(', ') || 'nothing'}`];
      }),
    );
    return problems.flat();
  },
};
