import type { IncomingHttpHeaders } from 'node:http';
import type { Coding } from '../content-coding.ts';
import { type ContentType, negotiate, responseMediaTypes } from '../content-negotiation.ts';
import { acceptsUnknownProperties, unknownPropertiesHeader } from '../response-shape.ts';

type Names = Readonly<Record<ContentType, string>>;

const plain = namesOf('');
const newer = namesOf(' newer');

/**
 * Names the answer among those to one question, by all that it depends on besides.
 * @param reader who may know what: see `Bounds`
 * @param coding the one that it has when it is large enough
 */
export function variantOf(
  headers: IncomingHttpHeaders,
  reader: string | undefined,
  coding: Coding | undefined,
): string {
  const names = acceptsUnknownProperties(headers[unknownPropertiesHeader]) ? newer : plain;
  const common = names[negotiate(headers.accept)];
  if (reader === undefined && coding === undefined) return common;
  // The reader comes first, so that nobody names what is others'.
  return `${reader ?? ''}\n${coding ?? ''} ${common}`;
}

function namesOf(ending: string): Names {
  const [first, second, third] = responseMediaTypes;
  return { [first]: first + ending, [second]: second + ending, [third]: third + ending };
}
