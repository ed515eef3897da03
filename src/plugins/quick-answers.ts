import type { RequestListener } from 'node:http';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { AccessRecord } from './logging/access-line.ts';
import type { AccessLogController } from './logging/access-log-controller.ts';
import { RequestLogger } from './logging/request-logger.ts';
import { AnswerMemory } from './quick-answers/answer-memory.ts';
import { QuickLane } from './quick-answers/quick-lane.ts';
import type { QuickRequest } from './quick-answers/quick-request.ts';
import { variantOf } from './quick-answers/variant.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Not there in a server that answers all requests the ordinary way. */
    readonly quickLane?: QuickLane;
  }
}

export interface QuickAnswersOptions {
  readonly accessLog: AccessLogController;
  /** Whether headers of proxies are believed: then a request that has them goes the ordinary way. */
  readonly trustsProxies: boolean;
  /** Whether changes of the store are told of as they come, so that answers that can change may be kept. */
  readonly hearsOfChanges: boolean;
  /** Asked at each request. */
  readonly isOn: () => boolean;
}

const plugin: FastifyPluginCallback<QuickAnswersOptions> = (
  app,
  { accessLog, trustsProxies, hearsOfChanges, isOn },
  done,
) => {
  const memory = {
    maxBytes: mostBytes,
    staleReads: hearsOfChanges ? () => staleReads(app) : () => undefined,
  };
  const lane = new QuickLane({
    reads: new AnswerMemory(memory),
    lookups: new AnswerMemory(memory),
    variantOf: ({ headers, reader }) => variantOf(headers, reader, app.codingFor(headers['accept-encoding'])),
    send: (request, answer) => app.writePrepared(request, answer),
  });
  app.decorate('quickLane', lane);
  if (trustsProxies) lane.admit('proxies', ({ headers }) => !forwarded.some((name) => name in headers));
  lane.onAnswered('access-log', (request, milliseconds) => {
    const { log } = app;
    if (log instanceof RequestLogger && log.logsInfo) accessLog.answered(accessRecord(request, milliseconds));
  });
  app.addHook('onReady', (ready) => {
    lane.mustKnow(concerns);
    const { server } = app;
    const ordinary = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    const ordinarily: RequestListener = (request, response) => {
      for (const listen of ordinary) listen.call(server, request, response);
    };
    server.on('request', (request, response) => {
      if (isOn()) lane.take(request, response, ordinarily);
      else ordinarily(request, response);
    });
    ready();
  });
  done();
};

/**
 * The quick lane: requests whose answer is already made are answered before routing, which costs a fraction: GETs, and
 * POSTs that ask with the same bytes again. Each concern that hooks into requests adds what it does for these beside
 * its hook: a condition, a count, a header, a line. What no concern can settle at once goes the ordinary way. A test
 * holds both ways to the same answers, headers, metrics and log lines.
 */
export const quickAnswers = fastifyPlugin(plugin, { name: 'quick-answers', dependencies: ['reply-headers'] });

/** What each request passes before its route. The lane must know of all, or it would let requests by them. */
const concerns = [
  'access-log',
  'metrics',
  'request-limits',
  'cors',
  'authentication',
  'authorization',
  'rate-limit',
  'load-shedding',
  'connection-close',
  'staleness',
];

/** Bound on the answers of each kind, in bytes. */
const mostBytes = 8 * 1024 * 1024;

const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];

function accessRecord(request: QuickRequest, milliseconds: number): AccessRecord {
  const { raw, response, target, id, headers, ip, now } = request;
  return {
    time: now,
    requestId: id,
    method: target.method,
    url: raw.url ?? '',
    host: headers.host ?? '',
    remoteAddress: ip,
    remotePort: raw.socket.remotePort,
    route: target.route,
    statusCode: response.statusCode,
    responseTime: milliseconds,
  };
}

function staleReads(app: FastifyInstance): number | undefined {
  const cache = app.databaseStats()?.cache;
  if (cache === undefined) return 0;
  return cache.feed === 'listening' ? cache.staleReads : undefined;
}
