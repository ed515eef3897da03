import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { SchemaId } from '../registry/schema.ts';
import type { Coding } from './content-coding.ts';
import { namesByType, negotiate } from './content-negotiation.ts';
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
    /** What `sendAboutSchema` sends. */
    aboutSchema(
      id: SchemaId,
      aspect: string,
      make: () => Promise<Answer>,
    ): Promise<PreparedResponse> | PreparedResponse;
  }
}

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
    const response = this.aboutSchema(id, aspect, make);
    if (!(response instanceof Promise)) return this.sendPrepared(response);
    return response.then((made) => this.sendPrepared(made));
  });
  app.decorateReply('aboutSchema', function about(this: FastifyReply, id, aspect, make) {
    const { headers: asked } = this.request;
    const contentType = negotiate(asked.accept);
    const variant = readersOwn(`${contentType}${endingOf(aspect)}`, this.request.bounds?.reader);
    const ready = readyAnswer(id, variant, asked['accept-encoding']);
    if (ready !== undefined) return ready;
    const prepare = async () => {
      const answer = await make();
      const body = Buffer.from(answer.body);
      if (this.request.method === 'POST') return app.prepareResponse({ body, contentType, headers: {} });
      const { immutable, revalidate, vary } = app.caching;
      const headers = { 'cache-control': answer.immutable ? immutable : revalidate, vary };
      return app.prepareResponse({ body, etag: etagOf(body, contentType), contentType, headers });
    };
    const known = kept.find(id, variant);
    const whole = known === undefined ? kept.load(id, variant, prepare) : Promise.resolve(known);
    return whole.then((response) => {
      const coding = app.codingFor(asked['accept-encoding'], response.bytes);
      return coding === undefined ? response : keepCoded(id, variant, response, coding);
    });
  });
  app.decorate('quickSchemaAnswers', ({ route, aspects: [plain, placed] }) => {
    const prefix = route.slice(0, route.indexOf(':'));
    const [ofPlain, ofPlaced] = [namesByType(endingOf(plain)), namesByType(endingOf(placed))];
    app.quickLane?.add({
      method: 'GET',
      route,
      kind: 'read',
      match: (url) => idIn(url, prefix),
      find({ headers, reader }, id) {
        const names = acceptsUnknownProperties(headers[unknownPropertiesHeader]) ? ofPlaced : ofPlain;
        const variant = readersOwn(names[negotiate(headers.accept)], reader);
        return readyAnswer(id, variant, headers['accept-encoding']);
      },
    });
  });
  // What is kept says who may keep it.
  if (app.hasDecorator('accessControl')) app.accessControl.onSwitch(() => kept.forgetAll());

  /** What is kept, in the coding that the client accepts best. */
  function readyAnswer(
    id: SchemaId,
    variant: string,
    acceptEncoding: string | undefined,
  ): PreparedResponse | undefined {
    const whole = kept.find(id, variant);
    const coding = whole && app.codingFor(acceptEncoding, whole.bytes);
    return coding === undefined ? whole : kept.find(id, `${coding} ${variant}`);
  }

  async function keepCoded(
    id: SchemaId,
    variant: string,
    plain: PreparedResponse,
    coding: Coding,
  ): Promise<PreparedResponse> {
    const coded = await app.prepareCoded(plain, coding);
    // Unless what it was made from has gone meanwhile.
    if (kept.find(id, variant) === plain) kept.keep(id, `${coding} ${variant}`, coded);
    return coded;
  }
  done();
};

/** Answers about schemas as bytes made once, in a bounded cache. */
export const schemaResponses = fastifyPlugin(plugin, {
  name: 'schema-responses',
  dependencies: ['reply-headers', 'content-coding', 'caching'],
});

/** How the name of an answer goes on after its media type. */
function endingOf(aspect: string): string {
  return aspect === '' ? '' : ` ${aspect}`;
}

/** The reader comes before what a client has a say in, so that nobody names what is others'. */
function readersOwn(name: string, reader: string | undefined): string {
  return reader === undefined ? name : `${reader} ${name}`;
}

const [zero, nine] = [0x30, 0x39];
/** No more than an id of 32 bits has for certain. */
const mostDigits = 9;

/** The id that ends the URL after a prefix, when it is written in the plainest way. */
function idIn(url: string, prefix: string): SchemaId | undefined {
  if (!url.startsWith(prefix)) return undefined;
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
