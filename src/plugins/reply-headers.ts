import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Coding } from './content-coding.ts';
import { coded } from './reply-headers/coded.ts';
import { type Content, type PreparedResponse, PreparedResponses } from './reply-headers/prepared.ts';
import { ReplyHeaders, type RequestFacts } from './reply-headers/reply-headers.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Headers that every reply carries. Plugins add theirs before the server is ready. */
    readonly replyHeaders: ReplyHeaders;
    /** Makes a response once that is then sent many times, byte for byte. */
    prepareResponse(content: Content): PreparedResponse;
    /** Makes the same response in a content coding, compressed on another thread. */
    prepareCoded(whole: PreparedResponse, coding: Coding): Promise<PreparedResponse>;
    /** Sends such a response without a reply, rare headers left out. */
    writePrepared(
      to: RequestFacts & { readonly response: ServerResponse; readonly now: number },
      response: PreparedResponse,
    ): void;
  }
  interface FastifyReply {
    /**
     * Answers with a response made earlier, or with 304 when it has a tag and the client has it. It carries
     * all headers of an ordinary reply; hooks for sending do not run, those for responses do.
     */
    sendPrepared(response: PreparedResponse): void;
  }
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  const headers = new ReplyHeaders();
  const responses = new PreparedResponses(headers);
  app.decorate('replyHeaders', headers);
  app.decorate('prepareResponse', (content: Content) => responses.prepare(content));
  app.decorate('prepareCoded', async (whole, coding) => responses.prepare(await coded(whole, coding)));
  const write: FastifyInstance['writePrepared'] = (to, response) =>
    responses.write(to.response, to, response, to.now);
  app.decorate('writePrepared', write);
  app.decorateReply('sendPrepared', function send(this: FastifyReply, response: PreparedResponse) {
    responses.send(this, response);
  });
  app.addHook('onSend', (request, reply, _payload, next) => {
    headers.apply(request, reply);
    next();
  });
  done();
};

/**
 * How headers that all replies carry reach them. Each is worked out once, or once a request, and set
 * when the reply is sent, so that a response made in advance pays for none of the bookkeeping.
 */
export const replyHeaders = fastifyPlugin(plugin, { name: 'reply-headers' });
