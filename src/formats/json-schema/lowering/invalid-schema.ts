/** Well-formed JSON that is not a schema; the message is for the client and names the place. */
export class InvalidSchemaError extends Error {
  override readonly name = 'InvalidSchemaError';
}
