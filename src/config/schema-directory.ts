import { Type } from '../typebox.ts';

/** The one schema directory that need not be there, of samples that are loaded once. */
export const defaultSchemaDirectory = './schemas';

/** Settings of the schema directory; see docs/schema-directory.md. */
export const schemaDirectorySettings = {
  SCHEMA_DIR: Type.String({
    default: defaultSchemaDirectory,
    description:
      'Directory that declares schemas and settings; applied at each start. The default one holds samples, ' +
      'which are registered at the first start of a store alone. Empty: none.',
  }),
  SCHEMA_DIR_WATCH: Type.Boolean({
    default: false,
    description: 'Also apply the schema directory whenever something in it changes.',
  }),
};
