import type { FastifySchemaValidationError, SchemaErrorDataVar } from 'fastify/types/schema.js';
import { HttpError } from './http-error.ts';

/**
 * Validation only judges. A registry keeps what it was given, so that nothing is coerced, filled in
 * or left out; parameters get their types beforehand, in parameters.ts.
 */
export const ajvOptions = {
  customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false },
} as const;

/**
 * The refusal for a request that does not fit its route's schema: to the Confluent API a path or
 * query parameter of the wrong kind names nothing (404), and a body of the wrong shape is a bad request.
 */
export function validationError(
  errors: readonly FastifySchemaValidationError[],
  part: SchemaErrorDataVar,
): HttpError {
  if (part === 'params' || part === 'querystring') return new HttpError(404);
  const where = part === 'body' ? 'request body' : 'request headers';
  return new HttpError(400, `The ${where} cannot be used: ${describe(errors)}.`);
}

function describe(errors: readonly FastifySchemaValidationError[]): string {
  // Of a choice between schemas, ajv reports each branch, then the choice itself. The branch that led
  // furthest is the one that was meant.
  const paths = errors.map((error) => error.instancePath);
  const path = paths.reduce((longest, other) => (depth(other) > depth(longest) ? other : longest), '');
  const reasons = errors.filter((error) => error.instancePath === path && !isChoice(error)).map(reasonOf);
  const subject = path === '' ? 'it' : path.slice(1).replaceAll('/', '.');
  return `${subject} ${[...new Set(reasons)].join(' or ') || 'has the wrong form'}`;
}

function depth(path: string): number {
  return path.split('/').length;
}

function isChoice(error: FastifySchemaValidationError): boolean {
  return error.keyword === 'anyOf' || error.keyword === 'oneOf';
}

function reasonOf(error: FastifySchemaValidationError): string {
  if (error.keyword === 'const') return `must be ${JSON.stringify(error.params['allowedValue'])}`;
  if (error.keyword === 'enum') return `must be one of ${JSON.stringify(error.params['allowedValues'])}`;
  if (error.keyword === 'additionalProperties') {
    return `must not have ${JSON.stringify(error.params['additionalProperty'])}`;
  }
  return error.message ?? '';
}
