import { Type } from '../typebox.ts';

/** Settings of calls to other servers; see docs/outbound.md. */
export const outboundSettings = {
  OUTBOUND_ALLOW_PRIVATE: Type.String({
    default: '',
    description:
      'Private networks that the service may call, such as `10.1.0.0/16, ::1`, separated by commas. Calls to ' +
      'other private, loopback, link-local and reserved addresses are refused, whatever name leads there.',
  }),
  OUTBOUND_CONNECT_TIMEOUT_MS: milliseconds(
    3000,
    'Time for a connection to another server to be made, in milliseconds.',
  ),
  OUTBOUND_HEADERS_TIMEOUT_MS: milliseconds(
    5000,
    'Time for another server to begin its answer, in milliseconds.',
  ),
  OUTBOUND_BODY_TIMEOUT_MS: milliseconds(
    5000,
    'Time between two pieces of an answer of another server, in milliseconds.',
  ),
  OUTBOUND_TOTAL_TIMEOUT_MS: milliseconds(
    15_000,
    'Time for a whole call to another server, retries and waits included, in milliseconds.',
  ),
  OUTBOUND_HOST_TIMEOUTS: Type.String({
    default: '',
    description:
      'Hosts to which a whole call may take another time, in milliseconds, such as ' +
      '`hooks.example=30000, login.example:8443=2000`, separated by commas; it holds for the parts of the call as well.',
  }),
};

function milliseconds(byDefault: number, description: string) {
  return Type.Integer({ default: byDefault, minimum: 1, description });
}
