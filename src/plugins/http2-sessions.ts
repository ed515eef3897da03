import { constants, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { responseMediaTypes } from './content-negotiation.ts';
import { httpErrorBody } from './http-error.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Connections of HTTP/2; undefined where there are none. */
    readonly http2Sessions?: Http2Sessions;
  }
  interface FastifyRequest {
    /** Of requests over HTTP/2. Once answered they know their connection no more, and are logged then. */
    sender?: { readonly address: string; readonly port: number | undefined };
  }
}

export interface Http2SessionsOptions {
  /** Time for a client to send a whole request, in milliseconds. 0: no limit. */
  readonly requestTimeoutMs: number;
}

/** "No stream that you open from now on counts less": all of them, up to the highest number there is. */
const highestStream = 2 ** 31 - 1;

/** The open connections of HTTP/2. */
export class Http2Sessions {
  readonly #open = new Set<Http2Session>();

  add(session: Http2Session): void {
    this.#open.add(session);
    session.once('close', () => this.#open.delete(session));
  }

  /** Asks clients to open no more requests; those already on their way are answered (RFC 9113 section 6.8). */
  announceEnd(): void {
    for (const session of this.#open) {
      if (!session.destroyed) session.goaway(constants.NGHTTP2_NO_ERROR, highestStream);
    }
  }

  /** Cuts all connections. */
  destroyAll(): void {
    for (const session of this.#open) session.destroy();
  }
}

const plugin: FastifyPluginCallback<Http2SessionsOptions> = (app, { requestTimeoutMs }, done) => {
  const sessions = new Http2Sessions();
  app.decorate('http2Sessions', sessions);
  app.server.on('session', (session: Http2Session) => sessions.add(session));
  app.decorateRequest('sender');
  app.addHook('onRequest', (request, _reply, next) => {
    if (request.raw.httpVersionMajor > 1) {
      request.sender = { address: request.ip, port: request.socket.remotePort };
    }
    next();
  });
  if (requestTimeoutMs > 0) {
    app.server.on('stream', (stream: ServerHttp2Stream, _headers: unknown, flags: number) => {
      if ((flags & constants.NGHTTP2_FLAG_END_STREAM) === 0) limitBody(stream, requestTimeoutMs);
    });
  }
  done();
};

/** Knows the connections of HTTP/2 and who sent each request, and holds their requests to the time that Node holds those of HTTP/1.1 to. */
export const http2Sessions = fastifyPlugin(plugin, { name: 'http2-sessions' });

function limitBody(stream: ServerHttp2Stream, ms: number): void {
  const timer = setTimeout(() => refuse(stream), ms).unref();
  const clear = () => clearTimeout(timer);
  stream.once('end', clear);
  stream.once('close', clear);
}

function refuse(stream: ServerHttp2Stream): void {
  if (stream.destroyed) return;
  if (!stream.headersSent) {
    stream.respond({ ':status': 408, 'content-type': responseMediaTypes[0] });
    stream.end(JSON.stringify(httpErrorBody(408)));
  }
  stream.close(constants.NGHTTP2_NO_ERROR);
}
