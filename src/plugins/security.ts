import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify, { type FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** What helmet is told. The API serves data that no browser should run, frame or look into. */
export const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  // A promise about HTTPS, which this process does not speak: whoever terminates TLS in front makes it.
  strictTransportSecurity: false,
} as const satisfies FastifyHelmetOptions;

const plugin: FastifyPluginAsync = async (app) => {
  for (const [name, value] of Object.entries(await helmetHeaders())) app.replyHeaders.fixed(name, value);
};

/**
 * The security headers of @fastify/helmet on every reply. With fixed options they never change, so
 * that helmet itself runs once, at the start.
 */
export const security = fastifyPlugin(plugin, { name: 'security', dependencies: ['reply-headers'] });

async function helmetHeaders(): Promise<Record<string, string>> {
  const sample = fastify();
  await sample.register(helmet, helmetOptions);
  sample.get('/', (_request, reply) => {
    reply.hijack();
    const headers = reply.raw.getHeaders();
    reply.raw.end(JSON.stringify(headers));
  });
  const response = await sample.inject('/');
  await sample.close();
  return response.json();
}
