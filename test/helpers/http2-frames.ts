/** What a client of HTTP/2 says first, with settings that ask for nothing (RFC 9113 section 3.4). */
export const http2Preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0)]);

const endOfStreamAndHeaders = 0x05;
/** GET, /, https, and a host, by the static table (RFC 7541 appendix A). */
const requestForRoot = Buffer.from([0x82, 0x84, 0x87, 0x41, 0x01, 0x61]);
const cancel = Buffer.from([0, 0, 0, 8]);

/** Requests that are taken back in the moment that they are made, as many as asked for. */
export function requestsTakenBack(count: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_none, index) => {
      const stream = index * 2 + 1;
      return Buffer.concat([
        frame(1, endOfStreamAndHeaders, stream, requestForRoot),
        frame(3, 0, stream, cancel),
      ]);
    }),
  );
}

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}
