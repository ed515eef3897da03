import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { mayRead } from '../access/decide.ts';
import { rightsOf } from '../access/rights.ts';
import { negotiate } from './content-negotiation.ts';
import type { Moment } from './quick-answers/answer-memory.ts';
import type { QuickTarget } from './quick-answers/quick-request.ts';
import { type MadeFrom, topicsOf } from './quick-answers/topics.ts';
import { variantOf } from './quick-answers/variant.ts';
import type { PreparedResponse } from './reply-headers/prepared.ts';
import { etagOf } from './revalidation.ts';
import { routeClass } from './route-class.ts';

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Answers 200 with what `make` gives, which the quick lane then gives to whoever asks the same, until something
     * changes that it was made from. For GET, and for POST under addresses that the lane knows of; `make` depends on
     * the address, the body, the media type, the shape and the bounds of the request, and on nothing else.
     */
    sendKept(make: () => Promise<KeptAnswer>): Promise<void>;
    /** What the route answers as bytes, as the framework would send it to GET. */
    represent(view: unknown): PreparedResponse | Promise<PreparedResponse>;
  }
}

export interface KeptAnswer {
  readonly response: PreparedResponse;
  /** The subjects among it; what holds for all is understood. */
  readonly madeFrom: MadeFrom;
}

/** Longer addresses are not worth their place. */
const longestUrl = 1024;

const plugin: FastifyPluginCallback = (app, _options, done) => {
  const targets = new Map<string, QuickTarget>();
  app.decorateReply('sendKept', async function send(this: FastifyReply, make) {
    const { request } = this;
    const since = request.method === 'GET' ? app.quickLane?.reads.begin() : undefined;
    const answer = await make();
    keep(request, answer, since);
    this.sendPrepared(answer.response);
  });
  app.decorateReply('represent', function represent(this: FastifyReply, view) {
    const { accept, 'accept-encoding': acceptEncoding } = this.request.headers;
    const contentType = negotiate(accept);
    const body = Buffer.from(this.serialize(view) as string);
    const etag = etagOf(this.described ?? body, contentType);
    const { revalidate, vary } = app.caching;
    const headers = { 'cache-control': revalidate, vary };
    const whole = app.prepareResponse({ body, etag, contentType, headers });
    const coding = app.codingFor(acceptEncoding, whole.bytes);
    return coding === undefined ? whole : app.prepareCoded(whole, coding);
  });
  // What is kept says who may keep it.
  if (app.hasDecorator('accessControl')) app.accessControl.onSwitch(() => app.quickLane?.forget(undefined));

  function keep(
    request: FastifyRequest,
    { response, madeFrom }: KeptAnswer,
    since: Moment | undefined,
  ): void {
    const { quickLane: lane } = app;
    const { raw, method, headers, originalUrl: url } = request;
    if (lane === undefined || url !== raw.url || isRecorded(request)) return;
    const variant = variantOf(headers, request.bounds?.reader, app.codingFor(headers['accept-encoding']));
    const answered = () => ({ target: targetOf(request), variant, response, topics: topicsOf(madeFrom) });
    if (method === 'POST') lane.questions.answered(raw, answered);
    else if (since !== undefined && url.length <= longestUrl)
      lane.reads.keep(url, { ...answered(), url, since });
  }

  function targetOf({ routeOptions }: FastifyRequest): QuickTarget {
    const { url: route = '', method, config } = routeOptions;
    const kept = method === 'POST' ? 'POST' : 'GET';
    const name = `${kept} ${route}`;
    const target = targets.get(name) ?? {
      method: kept,
      route,
      kind: routeClass({ method: kept, url: route, config }) ?? 'read',
    };
    targets.set(name, target);
    return target;
  }
  done();
};

/** Keeps answers that can change for the quick lane: see `quickAnswers`. */
export const keptAnswers = fastifyPlugin(plugin, {
  name: 'kept-answers',
  dependencies: ['reply-headers', 'content-coding', 'caching', 'revalidation'],
});

/** Whether the audit trail tells of each such request: that the subject is none of its sender's. */
function isRecorded({ bounds, params, principal }: FastifyRequest): boolean {
  const { subject } = params as { readonly subject?: string };
  return bounds !== null && subject !== undefined && !mayRead(rightsOf(principal), subject);
}
