import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify, { type FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** What helmet is told. The API serves data that no browser should run, frame or look into. */
export const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  // A promise about HTTPS: where this process does not speak it, whoever terminates TLS in front makes it.
  strictTransportSecurity: false,
} as const satisfies FastifyHelmetOptions;

/** What helmet is told where this process speaks TLS; of other hosts of the domain it knows nothing. */
export const helmetOptionsForTls = {
  ...helmetOptions,
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
} as const satisfies FastifyHelmetOptions;

export interface SecurityHeadersOptions {
  /** Whether this process speaks TLS. */
  readonly https: boolean;
}

const plugin: FastifyPluginAsync<SecurityHeadersOptions> = async (app, { https }) => {
  const headers = await helmetHeaders(https ? helmetOptionsForTls : helmetOptions);
  for (const [name, value] of Object.entries(headers)) app.replyHeaders.fixed(name, value);
};

/**
 * The security headers of @fastify/helmet on every reply. With fixed options they never change, so
 * that helmet itself runs once, at the start.
 */
export const securityHeaders = fastifyPlugin(plugin, {
  name: 'security-headers',
  dependencies: ['reply-headers'],
});

async function helmetHeaders(options: FastifyHelmetOptions): Promise<Record<string, string>> {
  const sample = fastify();
  await sample.register(helmet, options);
  sample.get('/', (_request, reply) => {
    reply.hijack();
    const headers = reply.raw.getHeaders();
    reply.raw.end(JSON.stringify(headers));
  });
  const response = await sample.inject('/');
  await sample.close();
  return response.json();
}
