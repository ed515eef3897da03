import type { IncomingHttpHeaders } from 'node:http';
import type { Coding } from '../content-coding.ts';
import { namesByType, negotiate } from '../content-negotiation.ts';
import { acceptsUnknownProperties, unknownPropertiesHeader } from '../response-shape.ts';

const plain = namesByType('');
const newer = namesByType(' newer');

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
