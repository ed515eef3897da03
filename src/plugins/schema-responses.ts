import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { SchemaId } from '../registry/schema.ts';
import { negotiate } from './content-negotiation.ts';
import { etagOf, varyingHeaders } from './revalidation.ts';
import { KeptResponses } from './schema-responses/kept-responses.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly schemaResponses: KeptResponses;
  }
  interface FastifyReply {
    /**
     * Answers with what `make` says about a schema, made once and kept until the versions that hold the
     * schema change. `aspect` names what is answered; everything that `make` depends on belongs in it.
     * What one may read is kept apart from what others may: `make` decides whether there is an answer at all.
     * To GET and HEAD the answer can be revalidated (RFC 9110 section 13), to POST it is no representation.
     */
    sendAboutSchema(id: SchemaId, aspect: string, make: () => Promise<Answer>): Promise<void> | void;
  }
}

export interface Answer {
  /** JSON text. */
  readonly body: string;
  /** Never another body under this address, as long as it is found. */
  readonly immutable: boolean;
}

export interface SchemaResponsesOptions {
  /** Bound on all responses together, in bytes. */
  readonly maxBytes: number;
}

const forever = 'public, max-age=31536000, immutable';
const revalidate = 'no-cache';

const plugin: FastifyPluginCallback<SchemaResponsesOptions> = (app, { maxBytes }, done) => {
  const kept = new KeptResponses(maxBytes);
  app.decorate('schemaResponses', kept);
  app.decorateReply('sendAboutSchema', function send(this: FastifyReply, id, aspect, make) {
    const contentType = negotiate(this.request.headers.accept);
    const reader = this.request.bounds?.reader;
    // Before what a client has a say in, so that nobody can name the answer of others.
    const variant = reader === undefined ? `${contentType} ${aspect}` : `${reader} ${contentType} ${aspect}`;
    const known = kept.find(id, variant);
    if (known !== undefined) return this.sendPrepared(known);
    const prepare = async () => {
      const answer = await make();
      const body = Buffer.from(answer.body);
      if (this.request.method === 'POST') return app.prepareResponse({ body, contentType, headers: {} });
      const headers = { 'cache-control': answer.immutable ? forever : revalidate, vary: varyingHeaders };
      return app.prepareResponse({ body, etag: etagOf(body, contentType), contentType, headers });
    };
    return kept.load(id, variant, prepare).then((response) => this.sendPrepared(response));
  });
  done();
};

/** Answers about schemas as bytes made once, in a bounded cache. */
export const schemaResponses = fastifyPlugin(plugin, {
  name: 'schema-responses',
  dependencies: ['reply-headers'],
});
