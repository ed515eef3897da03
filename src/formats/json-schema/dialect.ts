import { isJsonObject, type JsonValue } from './json-value.ts';

export type Dialect = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12';

const dialectByUrl: ReadonlyMap<string, Dialect> = new Map([
  ['json-schema.org/schema', 'draft-04'],
  ['json-schema.org/draft-04/schema', 'draft-04'],
  ['json-schema.org/draft-06/schema', 'draft-06'],
  ['json-schema.org/draft-07/schema', 'draft-07'],
  ['json-schema.org/draft/2019-09/schema', '2019-09'],
  ['json-schema.org/draft/2020-12/schema', '2020-12'],
]);

/** The dialect that a document's `$schema` names, http or https, with or without an empty fragment. */
export function declaredDialect(document: JsonValue): Dialect | undefined {
  const url = isJsonObject(document) ? document.get('$schema') : undefined;
  return typeof url === 'string'
    ? dialectByUrl.get(url.replace(/^https?:\/\//, '').replace(/#$/, ''))
    : undefined;
}

/** True for the dialects in which `$ref` stands beside other keywords and `$defs` holds definitions. */
export function isModern(dialect: Dialect): boolean {
  return dialect === '2019-09' || dialect === '2020-12';
}
