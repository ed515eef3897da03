/** Well-formed JSON that is not a schema; the message is for the client and names the place. */
export class InvalidSchemaError extends Error {
  override readonly name = 'InvalidSchemaError';
}

const longestShown = 200;

/** Text of the client's as a message repeats it: cut when long. */
export function shown(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
}
