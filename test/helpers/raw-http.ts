import { once } from 'node:events';
import net from 'node:net';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';

export interface RawResponse {
  readonly status: number;
  /** By name in lower case; of a repeated one the last. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was before it was compressed. */
  readonly body: string;
}

/**
 * A connection over which bytes go as they are given, so that requests can be odd or wrong. Responses come in the
 * order of the requests.
 */
export class RawConnection {
  readonly #socket: net.Socket;
  #received = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(port: number) {
    this.#socket = net.connect(port, '127.0.0.1');
    this.#socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    // A server that refuses a request may close while more is being sent to it.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Resolves when it is open; rejects when the server takes none. */
  async connected(): Promise<void> {
    if (this.#socket.connecting) await once(this.#socket, 'connect');
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }

  /** The next response; undefined when the server closed the connection without a whole one. */
  async read(options: { readonly head?: boolean } = {}): Promise<RawResponse | undefined> {
    for (;;) {
      const parsed = parseResponse(this.#received, options.head === true, this.#ended);
      if (parsed) {
        this.#received = this.#received.subarray(parsed.length);
        return parsed.response;
      }
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** True when the server has closed the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves when the server has closed the connection. */
  async closed(): Promise<void> {
    while (!this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Sends one request over a connection of its own. Throws when the server closes it without an answer. */
export async function sendOnce(port: number, bytes: Buffer): Promise<RawResponse> {
  const connection = new RawConnection(port);
  try {
    connection.write(bytes);
    const response = await connection.read({ head: bytes.toString('latin1', 0, 5) === 'HEAD ' });
    if (!response) throw new Error('The server closed the connection without an answer');
    return response;
  } finally {
    connection.close();
  }
}

/** The bytes of a request: its line without the protocol, header lines, and a body with its length. */
export function requestBytes(line: string, headers: readonly string[] = [], body?: string | Buffer): Buffer {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [`${line} HTTP/1.1`, 'Host: registry.test', ...headers, ...length, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body ?? '')]);
}

interface Parsed {
  readonly response: RawResponse;
  /** Bytes that it took. */
  readonly length: number;
}

function parseResponse(bytes: Buffer, head: boolean, ended: boolean): Parsed | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const headers: Record<string, string> = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const start = headEnd + 4;
  const body =
    head || status < 200 || status === 204 || status === 304
      ? { bytes: Buffer.alloc(0), end: start }
      : parseBody(bytes, start, headers, ended);
  if (body === undefined) return undefined;
  const text = decoded(body.bytes, headers['content-encoding']).toString();
  return { response: { status, headers, body: text }, length: body.end };
}

function parseBody(bytes: Buffer, start: number, headers: Readonly<Record<string, string>>, ended: boolean) {
  if (headers['transfer-encoding'] === 'chunked') return parseChunks(bytes, start);
  const length = headers['content-length'];
  if (length === undefined) return ended ? { bytes: bytes.subarray(start), end: bytes.length } : undefined;
  const end = start + Number(length);
  return bytes.length < end ? undefined : { bytes: bytes.subarray(start, end), end };
}

function parseChunks(bytes: Buffer, start: number) {
  const parts: Buffer[] = [];
  let position = start;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', position);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', position, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return { bytes: Buffer.concat(parts), end: end + 2 };
    parts.push(bytes.subarray(lineEnd + 2, end));
    position = end + 2;
  }
}

const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: (bytes) => brotliDecompressSync(bytes),
  gzip: (bytes) => gunzipSync(bytes),
  zstd: (bytes) => zstdDecompressSync(bytes),
};

function decoded(bytes: Buffer, coding: string | undefined): Buffer {
  const decode = coding === undefined || bytes.length === 0 ? undefined : decoders[coding];
  return decode ? decode(bytes) : bytes;
}
