import type { VersionedSchema } from '../registry/find-existing.ts';
import type { RegisteredSchema } from '../registry/register-schema.ts';
import type { SchemaContent, StoredSchema } from '../registry/schema.ts';
import type { SchemaBody, VersionBody } from './shapes.ts';

/**
 * How what the registry answers is told. Release 7 clients refuse fields that they do not know; the newer
 * shape goes to those that say they take them (`Confluent-Accept-Unknown-Properties`).
 */
export type Shape = 'release 7' | 'release 8';

/** The shape that whoever sent the request takes. */
export function shapeFor(request: { readonly acceptsUnknownProperties: boolean }): Shape {
  return request.acceptsUnknownProperties ? 'release 8' : 'release 7';
}

/** A schema as it is read by id. */
export function schemaView(schema: StoredSchema): SchemaBody {
  return contentView(schema, 'release 7');
}

/** The newer shape says where the schema stands as well. */
export function placedSchemaView({ schema, ...place }: VersionedSchema): SchemaBody {
  const { subject, version, timestamp: ts, deleted } = place;
  return { subject, version, guid: schema.guid, ...contentView(schema, 'release 8'), ts, deleted };
}

/** A version as it is read. */
export function versionView(versioned: VersionedSchema, shape: Shape): VersionBody {
  const view = foundView(versioned, shape);
  return shape === 'release 7' ? view : { ...view, ts: versioned.timestamp, deleted: versioned.deleted };
}

/** A version as a look-up answers it: without what only reading it tells. */
export function foundView({ subject, version, id, schema }: VersionedSchema, shape: Shape): VersionBody {
  const guid = shape === 'release 8' ? { guid: schema.guid } : {};
  return { subject, version, id, ...guid, ...contentView(schema, shape) };
}

/** What registering answers: in the older shape the id alone. */
export function registeredView(registered: RegisteredSchema, shape: Shape) {
  const { id, version, guid, content } = registered;
  return shape === 'release 7' ? { id } : { id, version, guid, ...contentView(content, shape) };
}

function contentView(content: SchemaContent, shape: Shape) {
  const { schemaType, text, references, metadata, ruleSet } = content;
  return {
    // Release 7 leaves the type out where it is the API's default.
    ...((shape === 'release 8' || schemaType !== 'AVRO') && { schemaType }),
    ...(references.length > 0 && { references: [...references] }),
    ...(isFilled(metadata) && { metadata: metadata as SchemaBody['metadata'] }),
    ...(isFilled(ruleSet) && { ruleSet: ruleSet as SchemaBody['ruleSet'] }),
    schema: text,
  };
}

function isFilled(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0;
}
