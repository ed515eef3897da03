import { once } from 'node:events';
import fastify from 'fastify';
import type { BareRoute } from './bare.ts';

/** Runs in a process of its own: see `startBare`. */
const [route] = (await once(process, 'message')) as [BareRoute];
const { method, url, headers, body } = route;
const app = fastify();
app.route({ method, url, handler: (_request, reply) => reply.headers(headers).send(body) });
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
