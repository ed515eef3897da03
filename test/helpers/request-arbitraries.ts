import * as fc from 'fast-check';
import { oddText } from './json-arbitraries.ts';
import { type OpenapiDocument, type Operation, operations } from './openapi-document.ts';
import { bodyFor } from './request-bodies.ts';
import { headers } from './request-headers.ts';
import { pathFor, queryFor, rawText } from './request-targets.ts';

/** A request, ready to be written to a connection. */
export interface FuzzRequest {
  /** Method and target, as in the first line. */
  readonly line: string;
  readonly headers: readonly string[];
  readonly body?: string | undefined;
}

/** These answer after as many seconds as they are asked for. */
const takesItsTime = /^post \/admin\/profiles\//i;

/** Requests for every operation of the document: fitting ones, changed ones and garbage. */
export function anyRequest(document: OpenapiDocument): fc.Arbitrary<FuzzRequest> {
  const known = operations(document)
    .filter(([place]) => !takesItsTime.test(place))
    .map(([place, operation]) => requestFor(place, operation));
  return fc.oneof({ weight: 30, arbitrary: fc.oneof(...known) }, { weight: 1, arbitrary: wildRequest });
}

function requestFor(place: string, operation: Operation): fc.Arbitrary<FuzzRequest> {
  const [method = '', path = ''] = place.split(' ');
  const body = bodyFor(operation);
  return fc.record({
    line: fc
      .tuple(methodLike(method.toUpperCase()), pathFor(path), queryFor(operation))
      .map(([verb, target, query]) => `${verb} ${target}${query}`),
    headers,
    body,
  });
}

function methodLike(method: string): fc.Arbitrary<string> {
  return fc.oneof({ weight: 30, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: oddMethod });
}

const oddMethod = fc.constantFrom(
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'QUERY',
  'get',
  'NONE',
);

const wildRequest: fc.Arbitrary<FuzzRequest> = fc.record({
  line: fc
    .tuple(
      oddMethod,
      fc.oneof(
        rawText.map((text) => `/${text}`),
        rawText,
        fc.constantFrom(
          '*',
          '/docs',
          '/docs/',
          '/openapi.json',
          '/docs/static/../../package.json',
          '/%2e%2e/',
          '/health/live',
        ),
      ),
    )
    .map(([method, target]) => `${method} ${target}`),
  headers,
  body: fc.oneof(fc.constant(undefined), oddText),
});
