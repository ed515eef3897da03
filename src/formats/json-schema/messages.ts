import type { ComparisonOptions } from '../../registry/format.ts';
import { type Difference, differenceKinds, type Wording } from './difference.ts';

/** Writes the sentence for a path, a reader and a writer, in the exact words of the Confluent API. */
type Template = (path: string, reader: string, writer: string) => string;

const templates: Record<Wording, Template> = {
  added: (path, reader, writer) =>
    `The keyword at path '${path}' in the ${reader} schema is not present in the ${writer} schema`,
  increased: (path, reader, writer) =>
    `The value at path '${path}' in the ${reader} schema is more than its value in the ${writer} schema`,
  decreased: (path, reader, writer) =>
    `The value at path '${path}' in the ${reader} schema is less than its value in the ${writer} schema`,
  changed: (path, reader, writer) =>
    `The value at path '${path}' is different between the ${reader} and ${writer} schema`,
  narrowed: (path, reader, writer) =>
    `An array or combined type at path '${path}' has fewer elements in the ${reader} schema than the ${writer} schema`,
  extended: (path, reader, writer) =>
    `An array or combined type at path '${path}' has more elements in the ${reader} schema than the ${writer} schema`,
  type: (path, reader, writer) =>
    `A type at path '${path}' is different between the ${reader} schema and the ${writer} schema`,
  addedToOpen: (path, reader, writer) =>
    `The ${reader} schema has an open content model and has a property or item at path '${path}' which is missing in the ${writer} schema`,
  requiredAddedToUnopen: (path, reader, writer) =>
    `The ${reader} schema has an unopen content model and has a required property at path '${path}' which is missing in the ${writer} schema`,
  // The API's own text lacks "schema" here; clients that match on texts expect it so.
  removedFromClosed: (path, reader, writer) =>
    `The ${reader} has a closed content model and is missing a property or item present at path '${path}' in the ${writer} schema`,
  removedNotCovered: (path, reader, writer) =>
    `A property or item is missing in the ${reader} schema but present at path '${path}' in the ${writer} schema and is not covered by its partially open content model`,
  addedNotCovered: (path, reader, writer) =>
    `The ${reader} schema has a property or item at path '${path}' which is missing in the ${writer} schema and is not covered by its partially open content model`,
  unsound: (path, reader, writer) =>
    `The ${reader} schema may refuse at path '${path}' what the ${writer} schema accepts`,
  none: () => '',
};

/**
 * A difference as the Confluent API prints it, its unbalanced quotes included. BACKWARD reads old data
 * with the new schema, FORWARD new data with the old one.
 */
export function differenceMessage(difference: Difference, direction: ComparisonOptions['direction']): string {
  const [reader, writer] = direction === 'BACKWARD' ? ['new', 'old'] : ['old', 'new'];
  const describe = templates[differenceKinds[difference.kind].wording];
  return `{errorType:"${difference.kind}", description:"${describe(difference.path, reader, writer)}'}`;
}
