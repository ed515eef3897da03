import {
  type ComparisonOptions,
  type ImmediateSchema,
  type MaybePromise,
  type ParsedSchema,
  type Work,
  WorkTooDear,
} from '../registry/format.ts';
import type { SchemaType } from '../registry/schema.ts';
import type { CostlyWork } from './costly-work.ts';
import type { Source } from './format-task.ts';

/** A schema that is worked on here while that is brief, and else on a thread. */
export class BoundedSchema implements ParsedSchema {
  readonly source: Source;
  readonly #costly: CostlyWork;
  #here: ImmediateSchema | undefined;

  /** `source` has the canonical text; `here` is the schema as read on this thread, if it was. */
  constructor(source: Source, costly: CostlyWork, here?: ImmediateSchema) {
    this.source = source;
    this.#costly = costly;
    this.#here = here;
  }

  get type(): SchemaType {
    return this.source.type;
  }

  get canonicalText(): string {
    return this.source.text;
  }

  normalizedText(work: Work): MaybePromise<string> {
    const { source } = this;
    return this.#hereOr(
      (schema) => schema.normalizedText(),
      () => this.#costly.run('normalize', { source }, work),
    );
  }

  problem(work: Work): MaybePromise<string | undefined> {
    const { source } = this;
    return this.#hereOr(
      (schema) => schema.problem(),
      () => this.#costly.run('problem', { source }, work),
    );
  }

  fieldsAmong(names: readonly string[], work: Work): MaybePromise<readonly string[]> {
    const { source } = this;
    return this.#hereOr(
      (schema) => schema.fieldsAmong(names),
      () => this.#costly.run('fields', { source, names }, work),
    );
  }

  incompatibilities(
    writer: ParsedSchema,
    options: ComparisonOptions,
    work: Work,
  ): MaybePromise<readonly string[]> {
    if (!(writer instanceof BoundedSchema)) throw new TypeError('Schemas of two registries are not compared');
    const written = writer.#here;
    const elsewhere = async () => {
      const { effort } = options;
      const task = { ...options, reader: this.source, writer: writer.source };
      const { messages, stepsLeft } = await this.#costly.run('compare', task, work);
      effort.stepsLeft = stepsLeft;
      return messages;
    };
    const read = this.#here;
    if (written === undefined || read === undefined) return elsewhere();
    return briefOr(() => read.incompatibilities(written, options), elsewhere);
  }

  #hereOr<T>(brief: (schema: ImmediateSchema) => T, elsewhere: () => Promise<T>): MaybePromise<T> {
    const schema = this.#here;
    if (schema === undefined) return elsewhere();
    return briefOr(
      () => brief(schema),
      () => {
        // What was too dear once will be again.
        this.#here = undefined;
        return elsewhere();
      },
    );
  }
}

function briefOr<T>(brief: () => T, elsewhere: () => Promise<T>): MaybePromise<T> {
  try {
    return brief();
  } catch (error) {
    if (error instanceof WorkTooDear) return elsewhere();
    throw error;
  }
}
