import { STATUS_CODES } from 'node:http';
import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyPluginAsync, RouteOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type AccessNeed, needText } from '../access/need.ts';
import { type TSchema, Type } from '../typebox.ts';
import { responseMediaTypes } from './content-negotiation.ts';
import { requestMediaTypes } from './request-body.ts';
import { routeClass } from './route-class.ts';

export interface OpenapiOptions {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** The groups of operations, in the order in which a reader should meet them. */
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

const pagesNeed: AccessNeed = { action: 'read', subject: 'none' };

const plugin: FastifyPluginAsync<OpenapiOptions> = async (app, { title, version, description, tags }) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      tags: tags.map((tag) => ({ ...tag })),
      components: { schemas: { Error: errorSchema }, securitySchemes },
      security: Object.keys(securitySchemes).map((scheme) => ({ [scheme]: [] })),
    },
    transform: documentRoute,
    transformObject: documentErrors,
  });
  await app.register(async (pages) => {
    pages.decorate('foreignRoutesNeed', pagesNeed);
    pages.addHook('onRoute', (route) => {
      route.config = { access: pagesNeed, ...route.config, plainJson: true };
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

/** Ways to show a credential, any of which will do, where access control is on. */
const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, or a token of the issuer in the settings',
  },
  basic: { type: 'http', scheme: 'basic', description: 'Any user, and an API key as the password' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key' },
} as const;

const errorSchema = Type.Object(
  {
    error_code: Type.Integer({ description: 'The HTTP status, or one of the codes of the registry' }),
    message: Type.String({ description: 'What is wrong, and what to change' }),
  },
  { description: 'A refusal. The first three digits of its code are the HTTP status.' },
);

/** Adds the media types, which are the same for all routes of a kind, to the description of one. */
const documentRoute: SwaggerTransform = ({ schema, url, route }) => {
  const produces = route.config?.plainJson === true ? ['application/json'] : [...responseMediaTypes];
  const access = route.config?.access;
  const open = access?.action === 'public' ? { security: [] } : {};
  const description = access ? { description: needText(access) } : {};
  const response = { ...refusalsBeforeHandler(route, url), ...(schema.response as object | undefined) };
  const described = {
    consumes: [...requestMediaTypes],
    produces,
    ...description,
    ...open,
    ...schema,
    response,
  };
  return { schema: described, url };
};

/** What a request may be refused with before its route sees it, by status. */
function refusalsBeforeHandler({ method, config }: RouteOptions, url: string): Record<number, TSchema> {
  const { access } = config ?? {};
  const statuses = [
    ...(access === undefined || access.action === 'public' ? [] : [401, 403]),
    ...(routeClass({ method, url, config }) === undefined ? [] : [429, 503]),
  ];
  return Object.fromEntries(statuses.map((status) => [status, errorSchema]));
}

/** Lets every operation's refusals refer to the one form they all have, those it does not name included. */
const documentErrors: SwaggerTransformObject = (document) => {
  const { openapiObject } = document as Extract<typeof document, { openapiObject: unknown }>;
  const paths = openapiObject.paths as Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  for (const { responses } of Object.values(paths).flatMap((path) => Object.values(path))) {
    for (const [status, response] of Object.entries(responses)) {
      const description = STATUS_CODES[status] ?? 'Refusal';
      if (isRefusal(response)) responses[status] = errorResponse(description, headersOf[status]);
      else if (response.description === undescribed) response.description = description;
    }
    responses['default'] = errorResponse('Any other refusal');
  }
  return openapiObject;
};

const retryAfter = {
  'Retry-After': { description: 'Seconds to wait before asking again', schema: { type: 'integer' } },
};
/** What comes with refusals of a status. */
const headersOf: Readonly<Record<string, { readonly headers: object }>> = {
  401: {
    headers: { 'WWW-Authenticate': { description: 'Ways to prove who asks', schema: { type: 'string' } } },
  },
  429: { headers: retryAfter },
  503: { headers: retryAfter },
};

/** What the generator writes where a route describes nothing. */
const undescribed = 'Default Response';

function isRefusal({ content = {} }: ResponseObject): boolean {
  return Object.values(content).some(({ schema }) => 'error_code' in (schema?.properties ?? {}));
}

interface OperationObject {
  readonly responses: Record<string, ResponseObject>;
}

interface ResponseObject {
  description: string;
  readonly content?: Readonly<
    Record<string, { readonly schema?: object & { readonly properties?: object } }>
  >;
}

function errorResponse(description: string, headers = {}): ResponseObject {
  const content = { schema: { $ref: '#/components/schemas/Error' } };
  return {
    description,
    ...headers,
    content: Object.fromEntries(responseMediaTypes.map((type) => [type, content])),
  };
}
