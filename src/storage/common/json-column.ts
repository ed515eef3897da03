/** A value for a JSON column, which is text: NULL when there is none. PostgreSQL's jsonb sorts keys and refuses U+0000. */
export function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** The value of a JSON column. Only `toJson` writes there, so the caller knows its type. */
export function fromJson(json: string | null | undefined): unknown {
  return json === null || json === undefined ? undefined : JSON.parse(json);
}
