import { LRUCache } from 'lru-cache';
import type { ImmediateFormat, ImmediateSchema, ParseResult } from '../registry/format.ts';
import type { SchemaType } from '../registry/schema.ts';
import type { FormatAnswer, FormatTask, Source } from './format-task.ts';

/** Bound on the text of schemas kept parsed, so that the tasks of one request read a schema once. */
const parsedCharacters = 4 * 1024 * 1024;

/** Makes what does the tasks with these formats, on the thread that it is made on. */
export function taskPerformer(
  formats: ReadonlyMap<SchemaType, ImmediateFormat>,
): (task: FormatTask) => FormatAnswer {
  const parsed = new LRUCache<string, ImmediateSchema>({ maxSize: parsedCharacters });

  const parse = (source: Source): ParseResult<ImmediateSchema> => {
    const key = JSON.stringify(source);
    const known = parsed.get(key);
    if (known !== undefined) return { ok: true, schema: known };
    const format = formats.get(source.type);
    if (format === undefined) throw new TypeError(`No format ${source.type} on this thread`);
    const result = format.parse(source.text, source.references);
    if (result.ok) parsed.set(key, result.schema, { size: key.length });
    return result;
  };
  /** A schema that was read before, so that it can be read. */
  const schemaOf = (source: Source): ImmediateSchema => {
    const result = parse(source);
    if (!result.ok) throw new TypeError(result.reason);
    return result.schema;
  };

  return (task) => {
    if (task.name === 'compare') {
      const { policy, direction } = task;
      const effort = { ...task.effort };
      const options = { policy, direction, effort };
      const messages = schemaOf(task.reader).incompatibilities(schemaOf(task.writer), options);
      return { messages, stepsLeft: effort.stepsLeft };
    }
    if (task.name === 'normalize') return schemaOf(task.source).normalizedText();
    if (task.name === 'problem') return schemaOf(task.source).problem();
    if (task.name === 'fields') return schemaOf(task.source).fieldsAmong(task.names);
    const result = parse(task.source);
    if (!result.ok) return { ok: false, reason: result.reason };
    const text = result.schema.canonicalText;
    return text === task.source.text ? { ok: true } : { ok: true, text };
  };
}
