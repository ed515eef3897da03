import { statSync } from 'node:fs';
import { defaultSchemaDirectory } from '../../config/schema-directory.ts';
import { loosePermissions } from '../../host/loose-permissions.ts';
import type { Check } from '../check.ts';
import { notChecked, ok, problem, warning } from '../finding.ts';

const shownPaths = 5;

/** Whoever may write there registers schemas. */
export const schemaDirectory: Check = {
  id: 'schema-directory',
  looksAt: 'whether the schema directory is there, and written by its owner alone',
  async run({ config: { SCHEMA_DIR } }) {
    if (SCHEMA_DIR === '') return notChecked('SCHEMA_DIR is empty: there is none');
    if (!statSync(SCHEMA_DIR, { throwIfNoEntry: false })?.isDirectory()) {
      // The samples need not be there.
      if (SCHEMA_DIR === defaultSchemaDirectory) return ok('no sample schemas are there');
      return problem(
        `SCHEMA_DIR is "${SCHEMA_DIR}", which is not a directory`,
        'make it, or correct SCHEMA_DIR',
      );
    }
    const loose = await loosePermissions(SCHEMA_DIR);
    if (loose.length === 0) return ok(`${SCHEMA_DIR} can be written by its owner alone`);
    const more = loose.length > shownPaths ? ` and ${loose.length - shownPaths} more` : '';
    return warning(
      `others may write to ${loose.slice(0, shownPaths).join(', ')}${more} in ${SCHEMA_DIR}`,
      `chmod -R go-w ${SCHEMA_DIR}`,
    );
  },
};
