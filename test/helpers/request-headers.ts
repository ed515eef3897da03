import * as fc from 'fast-check';

const json = 'application/vnd.schemaregistry.v1+json';
const contentType = fc.oneof(
  { weight: 20, arbitrary: fc.constant([`Content-Type: ${json}`]) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<string[]>(
      [],
      ['Content-Type: application/json'],
      ['Content-Type: application/octet-stream'],
      ['Content-Type: text/plain'],
      ['Content-Type: ;;'],
    ),
  },
);
const headerValue = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 20,
});
const otherHeader = fc.oneof(
  fc.constantFrom(
    'Accept: application/json',
    'Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2',
    'Confluent-Accept-Unknown-Properties: true',
    'If-None-Match: *',
    'If-None-Match: "',
    'Authorization: Basic eDp5',
    'X-Forward: true',
    'Connection: close',
    'Range: bytes=0-1',
  ),
  fc
    .tuple(
      fc.constantFrom(
        'Accept',
        'X-Request-ID',
        'If-None-Match',
        'Confluent-Accept-Unknown-Properties',
        'Accept-Encoding',
        'Cookie',
      ),
      headerValue,
    )
    .map(([name, value]) => `${name}: ${value}`),
);
/** Header lines as clients send them, and worse. */
export const headers = fc
  .tuple(contentType, fc.array(otherHeader, { maxLength: 2 }))
  .map(([type, others]) => [...type, ...others]);
