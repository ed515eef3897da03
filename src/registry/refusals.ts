import { RegistryError } from './errors.ts';
import type { SchemaReference } from './schema.ts';

/** The refusals by name, in the words that clients of the Confluent API parse or show. */
export const refusals = {
  forbidden: (subject: string | undefined) =>
    new RegistryError('forbidden', `Not allowed${subject === undefined ? '' : ` for subject '${subject}'`}.`),
  subjectNotFound: (subject: string) =>
    new RegistryError('subjectNotFound', `Subject '${subject}' not found.`),
  versionNotFound: (version: number) => new RegistryError('versionNotFound', `Version ${version} not found.`),
  schemaNotFound: () => new RegistryError('schemaNotFound', 'Schema not found'),
  schemaIdNotFound: (id: number | string) => new RegistryError('schemaNotFound', `Schema ${id} not found`),
  subjectSoftDeleted: (subject: string) =>
    new RegistryError(
      'subjectSoftDeleted',
      `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`,
    ),
  subjectNotSoftDeleted: (subject: string) =>
    new RegistryError(
      'subjectNotSoftDeleted',
      `Subject '${subject}' was not deleted first before being permanently deleted`,
    ),
  versionSoftDeleted: (subject: string, version: number) =>
    new RegistryError(
      'versionSoftDeleted',
      `Subject '${subject}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
    ),
  versionNotSoftDeleted: (subject: string, version: number) =>
    new RegistryError(
      'versionNotSoftDeleted',
      `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
    ),
  preconditionFailed: () =>
    new RegistryError(
      'preconditionFailed',
      'It has been changed, or is not there, against the condition of the request',
    ),
  compatibilityNotConfigured: (subject: string) =>
    new RegistryError(
      'compatibilityNotConfigured',
      `Subject '${subject}' does not have subject-level compatibility configured`,
    ),
  modeNotConfigured: (subject: string) =>
    new RegistryError(
      'modeNotConfigured',
      `Subject '${subject}' does not have subject-level mode configured`,
    ),
  incompatibleSchema: (subject: string, messages: readonly string[]) =>
    new RegistryError(
      'incompatibleSchema',
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${messages.join(', ')}]`,
    ),
  invalidSchema: (reason: string) => new RegistryError('invalidSchema', reason),
  invalidVersion: (text: string) =>
    new RegistryError(
      'invalidVersion',
      `The specified version '${text}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ),
  invalidCompatibilityLevel: () =>
    new RegistryError(
      'invalidCompatibilityLevel',
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
    ),
  invalidCompatibilityPolicy: () =>
    new RegistryError(
      'invalidCompatibilityLevel',
      'Invalid compatibility policy. Valid values are strict and lenient',
    ),
  invalidMode: () =>
    new RegistryError(
      'invalidMode',
      'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
    ),
  unsupportedMode: (mode: string) =>
    new RegistryError(
      'invalidMode',
      `Mode ${mode} is not supported by this registry. Use READWRITE or READONLY.`,
    ),
  readOnly: (subject: string) =>
    new RegistryError('operationNotPermitted', `Subject ${subject} in context  is in read-only mode`),
  notInImportMode: (subject: string) =>
    new RegistryError('operationNotPermitted', `Subject ${subject} in context  is not in import mode`),
  referenceExists: (referenced: Omit<SchemaReference, 'name'>) =>
    new RegistryError(
      'referenceExists',
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${referenced.subject},version=${referenced.version}}.`,
    ),
  invalidSubject: (subject: string, reason: string) =>
    new RegistryError('invalidSubject', `The specified subject '${subject}' is not a valid. ${reason}`),
  longSubject: (length: number, most: number) =>
    new RegistryError(
      'invalidSubject',
      `The specified subject is not a valid: it has ${length} characters, at most ${most} are allowed.`,
    ),
  invalidRuleSet: (reason: string) => new RegistryError('invalidRuleSet', reason),
} as const;
