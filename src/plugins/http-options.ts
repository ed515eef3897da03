import { withoutDefaultContext } from './default-context.ts';
import { answerUnreadable, answerUnroutable } from './unroutable.ts';
import { ajvOptions, validationError } from './validation.ts';

/**
 * Longest path parameter, in characters once decoded. Subjects have no limit of their own; Node
 * refuses request lines and headers of more than 16 KiB altogether.
 */
export const maxParamLength = 10_000;

/** What Fastify must be told at its construction for HTTP to work as in the Confluent API. */
export const httpOptions = {
  routerOptions: {
    // Clients end some paths with a slash; only they collapse double ones.
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: false,
    caseSensitive: true,
    useSemicolonDelimiter: false,
    maxParamLength,
  },
  rewriteUrl: withoutDefaultContext,
  exposeHeadRoutes: true,
  ajv: ajvOptions,
  schemaErrorFormatter: validationError,
  frameworkErrors: answerUnroutable,
  clientErrorHandler: answerUnreadable,
} as const;
