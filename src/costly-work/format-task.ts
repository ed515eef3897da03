import type { ComparisonOptions, ResolvedReference } from '../registry/format.ts';
import type { SchemaType } from '../registry/schema.ts';

/** A schema as it is sent to a thread: as text, since deep objects can't be copied. */
export interface Source {
  readonly type: SchemaType;
  readonly text: string;
  readonly references: readonly ResolvedReference[];
}

/** What a thread is asked, each with what it answers. */
export interface FormatTasks {
  read: {
    readonly task: { readonly source: Source };
    /** Without a text where the canonical one is the same. */
    readonly answer:
      | { readonly ok: true; readonly text?: string }
      | { readonly ok: false; readonly reason: string };
  };
  normalize: { readonly task: { readonly source: Source }; readonly answer: string };
  problem: { readonly task: { readonly source: Source }; readonly answer: string | undefined };
  fields: {
    readonly task: { readonly source: Source; readonly names: readonly string[] };
    readonly answer: readonly string[];
  };
  compare: {
    readonly task: { readonly reader: Source; readonly writer: Source } & ComparisonOptions;
    readonly answer: { readonly messages: readonly string[]; readonly stepsLeft: number };
  };
}

export type FormatTaskName = keyof FormatTasks;

/** A task with its name, as it is posted. */
export type FormatTask = {
  [Name in FormatTaskName]: { readonly name: Name } & FormatTasks[Name]['task'];
}[FormatTaskName];

export type FormatAnswer = FormatTasks[FormatTaskName]['answer'];
