import { guidOf } from '../registry/identity.ts';
import type {
  Metadata,
  RuleSet,
  SchemaContent,
  SchemaId,
  SchemaReference,
  SchemaType,
  StoredSchema,
} from '../registry/schema.ts';

/** A schema as registries answer it. */
export interface SchemaAnswer {
  readonly schema: string;
  /** AVRO when it is left out. */
  readonly schemaType?: SchemaType;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: Metadata;
  readonly ruleSet?: RuleSet;
}

/** The schema with the guid that its content has in every registry. */
export function storedSchemaOf(id: SchemaId, answer: SchemaAnswer): StoredSchema {
  const { schema: text, schemaType = 'AVRO', references = [], metadata, ruleSet } = answer;
  const content: SchemaContent = {
    schemaType,
    text,
    references,
    ...(metadata && { metadata }),
    ...(ruleSet && { ruleSet }),
  };
  return { ...content, id, guid: guidOf(content) };
}
