import { promisify } from 'node:util';
import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { SchemaId } from '../registry/schema.ts';
import { type Coding, encode } from './content-coding.ts';
import { type ContentType, negotiate } from './content-negotiation.ts';
import type { PreparedResponse } from './reply-headers/prepared.ts';
import { acceptsUnknownProperties, unknownPropertiesHeader } from './response-shape.ts';
import { etagOf } from './revalidation.ts';
import { KeptResponses } from './schema-responses/kept-responses.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly schemaResponses: KeptResponses;
    /** Lets the quick lane answer a route whose path ends with the id of a schema, as `sendAboutSchema` would. */
    quickSchemaAnswers(options: QuickSchemaRoute): void;
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

const compressed = promisify(encode);

export interface Answer {
  /** JSON text. */
  readonly body: string;
  /** Never another body under this address, as long as it is found. */
  readonly immutable: boolean;
}

export interface QuickSchemaRoute {
  /** Pattern of the route: `/…/:id`. */
  readonly route: string;
  /** Of the ordinary response, and of the one to clients that take unknown properties. */
  readonly aspects: readonly [plain: string, placed: string];
}

export interface SchemaResponsesOptions {
  /** Bound on all responses together, in bytes. */
  readonly maxBytes: number;
}

const plugin: FastifyPluginCallback<SchemaResponsesOptions> = (app, { maxBytes }, done) => {
  const kept = new KeptResponses(maxBytes);
  app.decorate('schemaResponses', kept);
  app.decorateReply('sendAboutSchema', function send(this: FastifyReply, id, aspect, make) {
    const { headers: asked } = this.request;
    const contentType = negotiate(asked.accept);
    const reader = this.request.bounds?.reader;
    // Before what a client has a say in, so that nobody can name the answer of others.
    const common = variantOf(contentType, aspect);
    const variant = reader === undefined ? common : `${reader} ${common}`;
    const known = kept.find(id, variant);
    if (known !== undefined) {
      const coding = app.codingFor(asked['accept-encoding'], known.bytes);
      if (coding === undefined) return this.sendPrepared(known);
      const coded = kept.find(id, `${coding} ${variant}`);
      return coded === undefined ? sendCoded(this, id, variant, known, coding) : this.sendPrepared(coded);
    }
    const prepare = async () => {
      const answer = await make();
      const body = Buffer.from(answer.body);
      if (this.request.method === 'POST') return app.prepareResponse({ body, contentType, headers: {} });
      const { immutable, revalidate, vary } = app.caching;
      const headers = { 'cache-control': answer.immutable ? immutable : revalidate, vary };
      return app.prepareResponse({ body, etag: etagOf(body, contentType), contentType, headers });
    };
    return kept.load(id, variant, prepare).then((response) => {
      const coding = app.codingFor(asked['accept-encoding'], response.bytes);
      return coding === undefined
        ? this.sendPrepared(response)
        : sendCoded(this, id, variant, response, coding);
    });
  });
  app.decorate('quickSchemaAnswers', ({ route, aspects: [plain, placed] }) => {
    const prefix = route.slice(0, route.indexOf(':'));
    app.quickLane?.find(({ url, headers }) => {
      const id = idIn(url, prefix);
      if (id === undefined) return undefined;
      const aspect = acceptsUnknownProperties(headers[unknownPropertiesHeader]) ? placed : plain;
      const variant = variantOf(negotiate(headers.accept), aspect);
      const known = kept.find(id, variant);
      if (known === undefined) return undefined;
      const coding = app.codingFor(headers['accept-encoding'], known.bytes);
      const response = coding === undefined ? known : kept.find(id, `${coding} ${variant}`);
      return response && { route, response };
    });
  });
  // What is kept says who may keep it.
  if (app.hasDecorator('accessControl')) app.accessControl.onSwitch(() => kept.forgetAll());

  async function sendCoded(
    reply: FastifyReply,
    id: SchemaId,
    variant: string,
    plain: PreparedResponse,
    coding: Coding,
  ): Promise<void> {
    const { contentType, headers } = plain.heads;
    const whole = typeof plain.body === 'string' ? Buffer.from(plain.body, 'latin1') : plain.body;
    const body = await compressed(whole, coding);
    const etag = plain.etag === undefined ? {} : { etag: etagOf(whole, contentType, coding) };
    const coded = app.prepareResponse({ body, ...etag, contentType, headers, coding });
    // Unless what it was made from has gone meanwhile.
    if (kept.find(id, variant) === plain) kept.keep(id, `${coding} ${variant}`, coded);
    reply.sendPrepared(coded);
  }
  done();
};

/** Answers about schemas as bytes made once, in a bounded cache. */
export const schemaResponses = fastifyPlugin(plugin, {
  name: 'schema-responses',
  dependencies: ['reply-headers', 'content-coding', 'caching'],
});

/** The two in one name. */
function variantOf(contentType: ContentType, aspect: string): string {
  return aspect === '' ? contentType : `${contentType} ${aspect}`;
}

const [zero, nine] = [0x30, 0x39];
/** No more than an id of 32 bits has for certain. */
const mostDigits = 9;

/** The id that ends the URL after a prefix, when it is written in the plainest way. */
function idIn(url: string | undefined, prefix: string): SchemaId | undefined {
  if (url === undefined || !url.startsWith(prefix)) return undefined;
  const digits = url.length - prefix.length;
  if (digits < 1 || digits > mostDigits) return undefined;
  let id = 0;
  for (let place = prefix.length; place < url.length; place++) {
    const code = url.charCodeAt(place);
    if (code < zero || code > nine) return undefined;
    id = id * 10 + code - zero;
  }
  return id as SchemaId;
}
