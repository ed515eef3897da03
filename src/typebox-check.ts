import { Errors } from '@sinclair/typebox/errors';
import type { TSchema } from './typebox.ts';

export interface Fault {
  /** JSON Pointer to what is wrong; empty for the value itself. */
  readonly path: string;
  readonly value: unknown;
}

/** The first thing in a value that is not as its schema says; undefined when all is. Alters nothing. */
export function firstFault(schema: TSchema, value: unknown): Fault | undefined {
  return Errors(schema, value).First();
}
