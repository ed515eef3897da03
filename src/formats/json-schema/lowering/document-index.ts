import {
  idKeyword,
  innerScope,
  type Location,
  type SchemaDocument,
  schemaObjects,
} from './schema-document.ts';

/** What a document's schemas are called: by `$id`, and by anchors within a resource. */
export interface DocumentIndex {
  readonly resources: ReadonlyMap<string, Location>;
  /** By `base#anchor`. */
  readonly anchors: ReadonlyMap<string, Location>;
}

/** Walks the document once; of two schemas with one name the first found keeps it. */
export function indexDocument(document: SchemaDocument): DocumentIndex {
  const resources = new Map<string, Location>();
  const anchors = new Map<string, Location>();
  const idKey = idKeyword(document.dialect);
  for (const { location, schema } of schemaObjects(document)) {
    const scope = innerScope(location);
    if (scope.resource.value === schema && !resources.has(scope.base)) {
      resources.set(scope.base, location);
    }
    const id = schema.get(idKey);
    const plainNameId = typeof id === 'string' && id.startsWith('#') ? id.slice(1) : undefined;
    for (const anchor of [plainNameId, schema.get('$anchor'), schema.get('$dynamicAnchor')]) {
      if (typeof anchor === 'string' && !anchors.has(`${scope.base}#${anchor}`)) {
        anchors.set(`${scope.base}#${anchor}`, location);
      }
    }
  }
  return { resources, anchors };
}
