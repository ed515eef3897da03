import type { FastifyPluginCallback, FastifyRequest, preValidationHookHandler } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpError } from './http-error.ts';

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.addHook('onRoute', (route) => {
    const hook = typedParameters(readers(route.schema?.params), readers(route.schema?.querystring));
    if (hook !== undefined) route.preValidation = [hook, ...[route.preValidation ?? []].flat()];
  });
  done();
};

/**
 * Gives path and query parameters the types that their route's schema declares, in the way of the
 * Confluent API (JAX-RS): the first of a repeated parameter counts, parameters nobody declared are
 * dropped, a boolean is true or false whatever it says, and an integer that cannot be read is 404.
 */
export const parameters = fastifyPlugin(plugin, { name: 'parameters' });

/** Turns the values given for one parameter, at least one of them, into what its schema says. */
type Reader = (values: readonly string[]) => unknown;

const readersByType: Record<string, Reader> = {
  boolean: ([first]) => readBoolean(first),
  integer: ([first]) => readInteger(first),
  array: (values) => values,
  string: ([first]) => first,
};

function readers(schema: unknown): ReadonlyMap<string, Reader> {
  const found = new Map<string, Reader>();
  for (const [name, property] of Object.entries(propertiesOf(schema))) {
    found.set(name, readersByType[String(property.type)] ?? readFirst);
  }
  return found;
}

const readFirst: Reader = ([first]) => first;

function propertiesOf(schema: unknown): Record<string, { readonly type?: unknown }> {
  return (
    (schema as { properties?: Record<string, { readonly type?: unknown }> } | undefined)?.properties ?? {}
  );
}

function typedParameters(
  path: ReadonlyMap<string, Reader>,
  query: ReadonlyMap<string, Reader>,
): preValidationHookHandler | undefined {
  if (path.size === 0 && query.size === 0) return undefined;
  return (request: FastifyRequest, _reply, next) => {
    try {
      if (path.size > 0) request.params = readAll(path, request.params);
      if (query.size > 0) request.query = readAll(query, request.query);
      next();
    } catch (error) {
      next(error as HttpError);
    }
  };
}

function readAll(declared: ReadonlyMap<string, Reader>, given: unknown): Record<string, unknown> {
  const source = given as Readonly<Record<string, string | readonly string[] | undefined>>;
  const result: Record<string, unknown> = {};
  for (const [name, read] of declared) {
    const raw = source[name];
    if (raw === undefined) continue;
    const value = read(typeof raw === 'string' ? [raw] : raw);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** True for `true` in any case of letters, false for everything else. */
export function readBoolean(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

/**
 * A decimal integer of 32 bits, or undefined when the parameter is left blank.
 * @throws HttpError 404 for anything else: to the Confluent API no such resource exists
 */
export function readInteger(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= -(2 ** 31) && value < 2 ** 31)) throw new HttpError(404);
  return value + 0; // -0 becomes 0
}
