/** What went wrong, for those who count or alert on errors; the code says it exactly. */
export type ErrorCategory =
  | 'validation'
  | 'not-found'
  | 'conflict'
  | 'auth'
  | 'rate-limit'
  | 'timeout'
  | 'unavailable'
  | 'internal';

/**
 * The registry's error codes, as clients of the Confluent API know them. The HTTP status is the
 * code's first three digits. docs/errors.md holds the same table; a test keeps them equal.
 */
export const errorTable = {
  unauthenticated: {
    code: 40101,
    category: 'auth',
    meaning: 'Credentials are needed, and none that are valid came with the request.',
  },
  forbidden: {
    code: 40301,
    category: 'auth',
    meaning: 'The credentials are valid, but allow no such request.',
  },
  subjectNotFound: { code: 40401, category: 'not-found', meaning: 'The subject has no version.' },
  versionNotFound: { code: 40402, category: 'not-found', meaning: 'The subject has no such version.' },
  schemaNotFound: { code: 40403, category: 'not-found', meaning: 'No such schema.' },
  subjectSoftDeleted: {
    code: 40404,
    category: 'not-found',
    meaning: 'The subject is deleted already; delete it permanently instead.',
  },
  subjectNotSoftDeleted: {
    code: 40405,
    category: 'not-found',
    meaning: 'The subject must be deleted before it is deleted permanently.',
  },
  versionSoftDeleted: {
    code: 40406,
    category: 'not-found',
    meaning: 'The version is deleted already; delete it permanently instead.',
  },
  versionNotSoftDeleted: {
    code: 40407,
    category: 'not-found',
    meaning: 'The version must be deleted before it is deleted permanently.',
  },
  compatibilityNotConfigured: {
    code: 40408,
    category: 'not-found',
    meaning: 'The subject has no config of its own.',
  },
  modeNotConfigured: { code: 40409, category: 'not-found', meaning: 'The subject has no mode of its own.' },
  incompatibleSchema: {
    code: 409,
    category: 'conflict',
    meaning: 'The schema would break readers under the compatibility level; 40901 in the newer shape.',
  },
  preconditionFailed: {
    code: 412,
    category: 'conflict',
    meaning: 'The config or mode is not what If-Match or If-None-Match says; read it again.',
  },
  invalidSchema: {
    code: 42201,
    category: 'validation',
    meaning: 'The schema, or its registration, is not valid.',
  },
  invalidVersion: { code: 42202, category: 'validation', meaning: 'Not a version number.' },
  invalidCompatibilityLevel: { code: 42203, category: 'validation', meaning: 'No such compatibility level.' },
  invalidMode: { code: 42204, category: 'validation', meaning: 'No such mode, or not one of this registry.' },
  operationNotPermitted: { code: 42205, category: 'validation', meaning: 'The mode forbids the operation.' },
  referenceExists: { code: 42206, category: 'validation', meaning: 'Another schema refers to this one.' },
  invalidSubject: {
    code: 42208,
    category: 'validation',
    meaning: 'Not a name for a subject, or one of more than 1200 characters.',
  },
  invalidRuleSet: { code: 42210, category: 'validation', meaning: 'The rule set is not valid.' },
  storeError: {
    code: 50001,
    category: 'unavailable',
    meaning: 'The store cannot serve this now; try again.',
  },
} as const satisfies Record<string, ErrorTableRow>;

export interface ErrorTableRow {
  readonly code: number;
  readonly category: ErrorCategory;
  readonly meaning: string;
}

export type ErrorName = keyof typeof errorTable;

/** A refusal that the client can act on. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly kind: ErrorName;
  readonly code: number;
  readonly category: ErrorCategory;

  constructor(kind: ErrorName, message: string) {
    super(message);
    this.kind = kind;
    this.code = errorTable[kind].code;
    this.category = errorTable[kind].category;
  }

  /** HTTP status. */
  get status(): number {
    return Number(String(this.code).slice(0, 3));
  }
}
