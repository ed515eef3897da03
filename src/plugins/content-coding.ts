import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { qualityOf } from './content-negotiation.ts';

/** Content codings that answers may have (RFC 9110 section 8.4.1, RFC 8878, RFC 7932), the preferred one first. */
export const codings = ['zstd', 'br', 'gzip'] as const;
export type Coding = (typeof codings)[number];

declare module 'fastify' {
  interface FastifyInstance {
    /** The coding for an answer of so many bytes, by default of very many; undefined sends it as it is. */
    codingFor(acceptEncoding: string | undefined, length?: number): Coding | undefined;
  }
}

export interface ContentCodingOptions {
  /** Asked at each answer. */
  readonly isOn: () => boolean;
  /** Bytes from which an answer is worth it. */
  readonly minBytes: number;
}

const plugin: FastifyPluginCallback<ContentCodingOptions> = (app, { isOn, minBytes }, done) => {
  app.decorate('codingFor', (acceptEncoding, length = Number.POSITIVE_INFINITY) =>
    acceptEncoding === undefined || length < minBytes || !isOn()
      ? undefined
      : preferredCoding(acceptEncoding),
  );
  done();
};

/** Decides how answers are compressed; others do it. */
export const contentCoding = fastifyPlugin(plugin, { name: 'content-coding' });

// Clients of one kind send one header, so that a few entries serve nearly all requests.
const maxRemembered = 256;
const maxRememberedLength = 256;
const remembered = new Map<string, Coding | undefined>();

/**
 * The coding that a client accepts best (RFC 9110 section 12.5.3), the server's own order deciding between equals;
 * undefined where it accepts none, or prefers none.
 */
export function preferredCoding(acceptEncoding: string): Coding | undefined {
  if (remembered.has(acceptEncoding)) return remembered.get(acceptEncoding);
  const chosen = choose(acceptEncoding);
  if (acceptEncoding.length <= maxRememberedLength) {
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(acceptEncoding, chosen);
  }
  return chosen;
}

function choose(acceptEncoding: string): Coding | undefined {
  const weights = new Map<string, number>();
  for (const entry of acceptEncoding.split(',')) {
    const [name = '', ...parameters] = entry.split(';');
    weights.set(name.trim().toLowerCase().replace(/^x-/, ''), qualityOf(parameters));
  }
  let best: Coding | undefined;
  let bestWeight = 0;
  for (const coding of codings) {
    const weight = weights.get(coding) ?? weights.get('*') ?? 0;
    if (weight > bestWeight) {
      best = coding;
      bestWeight = weight;
    }
  }
  return (weights.get('identity') ?? 0) > bestWeight ? undefined : best;
}

type Done = (error: Error | null, bytes: Buffer) => void;

const compressors: Readonly<Record<Coding, (bytes: Buffer | string, done: Done) => void>> = {
  zstd: (bytes, done) => zstdCompress(bytes, done),
  br: (bytes, done) => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    brotliCompress(bytes, { params }, done);
  },
  gzip: (bytes, done) => gzip(bytes, done),
};

/** Compresses, on another thread. */
export function encode(bytes: Buffer | string, coding: Coding, done: Done): void {
  compressors[coding](bytes, done);
}
