/** The three schema languages of the Confluent API, in the order its clients know. */
export const schemaTypes = ['JSON', 'PROTOBUF', 'AVRO'] as const;
export type SchemaType = (typeof schemaTypes)[number];

declare const brand: unique symbol;
/** A schema's number, unique in the registry, from 1, never used twice. */
export type SchemaId = number & { readonly [brand]: 'SchemaId' };
/** Position of a schema in its subject, from 1. */
export type Version = number & { readonly [brand]: 'Version' };
/** MD5 of a schema's content printed as a UUID: the same content has the same guid in every registry. */
export type Guid = string & { readonly [brand]: 'Guid' };

/** A version of another subject, and the name under which a schema's text refers to it. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: Version;
}

/** Facts attached to a schema; part of its identity. */
export interface Metadata {
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly properties?: Readonly<Record<string, string>>;
  readonly sensitive?: readonly string[];
}

export interface Rule {
  readonly name?: string;
  readonly doc?: string;
  readonly kind: RuleKind;
  readonly mode: RuleMode;
  readonly type?: string;
  readonly tags?: readonly string[];
  readonly params?: Readonly<Record<string, string>>;
  readonly expr?: string;
  readonly onSuccess?: string;
  readonly onFailure?: string;
  readonly disabled: boolean;
}

export const ruleKinds = ['TRANSFORM', 'CONDITION'] as const;
export type RuleKind = (typeof ruleKinds)[number];
export const ruleModes = ['UPGRADE', 'DOWNGRADE', 'UPDOWN', 'WRITE', 'READ', 'WRITEREAD'] as const;
export type RuleMode = (typeof ruleModes)[number];

/** Rules that clients run on documents; stored and returned, part of the identity. */
export interface RuleSet {
  readonly migrationRules?: readonly Rule[];
  readonly domainRules?: readonly Rule[];
  readonly encodingRules?: readonly Rule[];
  readonly enableAt?: string;
}

/** All that makes up a schema's identity, with its type. `text` is canonical. */
export interface SchemaContent {
  readonly schemaType: SchemaType;
  readonly text: string;
  readonly references: readonly SchemaReference[];
  readonly metadata?: Metadata | undefined;
  readonly ruleSet?: RuleSet | undefined;
}

/** Content with the two names that the registry gave it. */
export interface StoredSchema extends SchemaContent {
  readonly id: SchemaId;
  readonly guid: Guid;
}

/** One version of a subject. `timestamp` is milliseconds since 1970. */
export interface SubjectVersion {
  readonly subject: string;
  readonly version: Version;
  readonly id: SchemaId;
  readonly deleted: boolean;
  readonly timestamp: number;
}
