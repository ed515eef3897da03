import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Problem } from './model.ts';
import { reasonOf } from './reason.ts';

/** Aliases that one file may expand to: far above what people write, far below what harms. */
const maxAliasCount = 100;

/** One value of a YAML file, to be read as what it should be; what it isn't becomes a problem with its line. */
export class YamlValue {
  readonly #file: YamlFile;
  readonly #keys: readonly string[];
  readonly #value: unknown;

  constructor(file: YamlFile, keys: readonly string[], value: unknown) {
    this.#file = file;
    this.#keys = keys;
    this.#value = value;
  }

  get isNull(): boolean {
    return this.#value === null || this.#value === undefined;
  }

  get line(): number {
    return this.#file.lineOf(this.#keys);
  }

  refuse(reason: string): undefined {
    this.#file.problems.push({ path: this.#file.path, line: this.line, reason });
    return undefined;
  }

  /** A mapping's values by key; other keys than those known are a problem, since one may be a misspelt level. */
  fields(known?: readonly string[]): ReadonlyMap<string, YamlValue> {
    const value = this.#value ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.refuse(`${this.#name} must be a mapping`);
      return new Map();
    }
    const fields = Object.entries(value).map(
      ([key, item]) => [key, new YamlValue(this.#file, [...this.#keys, key], item)] as const,
    );
    for (const [key, field] of fields) {
      if (known && !known.includes(key)) {
        field.refuse(`${this.#name} has the unknown key "${key}"; known are ${known.join(', ')}`);
      }
    }
    return new Map(fields);
  }

  list(): readonly YamlValue[] {
    if (Array.isArray(this.#value)) {
      return this.#value.map(
        (item: unknown, index) => new YamlValue(this.#file, [...this.#keys, String(index)], item),
      );
    }
    if (!this.isNull) this.refuse(`${this.#name} must be a list`);
    return [];
  }

  text(): string | undefined {
    return typeof this.#value === 'string' ? this.#value : this.refuse(`${this.#name} must be text`);
  }

  flag(): boolean | undefined {
    return typeof this.#value === 'boolean'
      ? this.#value
      : this.refuse(`${this.#name} must be true or false`);
  }

  wholeNumber(least: number): number | undefined {
    return Number.isSafeInteger(this.#value) && Number(this.#value) >= least
      ? Number(this.#value)
      : this.refuse(`${this.#name} must be a whole number from ${least}`);
  }

  oneOf<T extends string>(words: readonly T[]): T | undefined {
    const word = String(this.#value).toUpperCase();
    return (
      words.find((known) => known === word) ?? this.refuse(`${this.#name} must be one of ${words.join(', ')}`)
    );
  }

  get #name(): string {
    return this.#keys.length === 0 ? 'The file' : this.#keys.join('.');
  }
}

interface YamlFile {
  readonly path: string;
  readonly problems: Problem[];
  lineOf(keys: readonly string[]): number;
}

/** Reads YAML text; what is wrong with it goes to `problems`, and the value is then undefined. */
export function readYaml(path: string, text: string, problems: Problem[]): YamlValue | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const refuse = (line: number, reason: string) =>
    void problems.push({ path, line, reason: `Not valid YAML: ${reason}` });
  for (const { pos, message } of document.errors) refuse(lineAt(pos[0]), message);
  if (document.errors.length > 0) return undefined;
  try {
    const file: YamlFile = { path, problems, lineOf: (keys) => lineAt(offsetOf(document, keys)) };
    return new YamlValue(file, [], document.toJS({ maxAliasCount }));
  } catch (error) {
    refuse(1, reasonOf(error));
    return undefined;
  }
}

/** Of the key where there is one, else of the innermost node that holds it. */
function offsetOf(document: Document.Parsed, keys: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of keys) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
      );
      offset = startOf(pair?.key) ?? offset;
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
