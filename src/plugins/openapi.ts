import swagger, { type SwaggerTransform } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type ErrorName, errorTable } from '../registry/errors.ts';
import { responseMediaTypes } from './content-negotiation.ts';
import { requestMediaTypes } from './request-body.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The refusals that the route's documentation names. */
    errors?: readonly ErrorName[];
  }
}

export interface OpenapiOptions {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** The groups of operations, in the order in which a reader should meet them. */
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

const plugin: FastifyPluginAsync<OpenapiOptions> = async (app, { title, version, description, tags }) => {
  app.addSchema(errorSchema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      tags: tags.map((tag) => ({ ...tag })),
    },
    transform: documentRoute,
    // A shared schema is listed under its own name instead of a number.
    refResolver: {
      buildLocalReference: ({ $id }) => $id as string,
    },
  });
  await app.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, plainJson: true };
    });
    await pages.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: { validatorUrl: null, deepLinking: true, layout: 'BaseLayout' },
      staticCSP: contentSecurityPolicy,
      theme: { title },
    });
    let text: string | undefined;
    pages.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
      text ??= JSON.stringify(app.swagger());
      return reply.type('application/json').send(text);
    });
  });
};

/**
 * The OpenAPI 3.1 document of all routes registered after this at `/openapi.json`, and a page to read
 * and try them at `/docs`, which loads nothing from elsewhere.
 */
export const openapi = fastifyPlugin(plugin, { name: 'openapi' });

// The page must work over plain HTTP too, so that requests are not upgraded to HTTPS.
const contentSecurityPolicy = {
  'default-src': "'self'",
  'base-uri': "'self'",
  'connect-src': "'self'",
  'font-src': "'self' data:",
  'form-action': "'self'",
  'frame-ancestors': "'self'",
  'img-src': "'self' data:",
  'object-src': "'none'",
  'script-src': "'self'",
  'script-src-attr': "'none'",
  'style-src': "'self' 'unsafe-inline'",
};

const errorSchema = {
  $id: 'Error',
  type: 'object',
  description: 'A refusal. The code says exactly what is wrong; its first three digits are the HTTP status.',
  required: ['error_code', 'message'],
  properties: {
    error_code: { type: 'integer', description: 'The HTTP status, or one of the codes of the registry.' },
    message: { type: 'string', description: 'What is wrong, and what to change.' },
  },
} as const;

/** Adds to a route's description what holds for all routes: media types and the form of errors. */
const documentRoute: SwaggerTransform = ({ schema, url, route }) => {
  const response = (schema?.response ?? {}) as Record<string, unknown>;
  const described = {
    consumes: [...requestMediaTypes],
    produces: [...responseMediaTypes],
    ...schema,
    response: { ...response, ...documentedErrors(route.config?.errors ?? []) },
  };
  return { schema: described, url };
};

function documentedErrors(names: readonly ErrorName[]): Record<string, unknown> {
  const responses: Record<string, unknown> = { default: errorResponse('Any other refusal.') };
  for (const [status, rows] of Map.groupBy(
    names.map((name) => errorTable[name]),
    ({ code }) => String(code).slice(0, 3),
  )) {
    responses[status] = errorResponse(rows.map(({ code, meaning }) => `${code}: ${meaning}`).join(' '));
  }
  return responses;
}

function errorResponse(description: string): unknown {
  const content = { schema: { $ref: 'Error#' } };
  return { description, content: Object.fromEntries(responseMediaTypes.map((type) => [type, content])) };
}
