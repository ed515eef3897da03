import { printJson } from '../../../../../src/formats/json-schema/json-printer.ts';
import { readJson } from '../../../../../src/formats/json-schema/json-reader.ts';
import type { JsonValue } from '../../../../../src/formats/json-schema/json-value.ts';
import { lowerDocument } from '../../../../../src/formats/json-schema/lowering/lower-document.ts';
import type { Rest, SchemaNode } from '../../../../../src/formats/json-schema/model.ts';
import type { ResolvedReference } from '../../../../../src/registry/format.ts';
import type { Version } from '../../../../../src/registry/schema.ts';

export function readValue(text: string): JsonValue {
  const read = readJson(text);
  if (!read.ok) {
    throw new Error(read.reason);
  }
  return read.value;
}

/** Registered documents by the name under which a schema refers to them. */
export function references(texts: Readonly<Record<string, string>>): readonly ResolvedReference[] {
  return Object.entries(texts).map(([name, text]) => ({
    name,
    subject: name,
    version: 1 as Version,
    text,
  }));
}

export const draft4 = 'http://json-schema.org/draft-04/schema#';
export const draft6 = 'http://json-schema.org/draft-06/schema#';
export const draft2019 = 'https://json-schema.org/draft/2019-09/schema';
export const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

/** A schema object as text, in a dialect. */
export function schemaText(schema: Readonly<Record<string, unknown>>, dialect?: string): string {
  return JSON.stringify(dialect === undefined ? schema : { $schema: dialect, ...schema });
}

/** The lowered schema in short, or the reason why there is none. */
export function lowered(text: string, texts: Readonly<Record<string, string>> = {}): string {
  const result = lowerDocument(readValue(text), references(texts));
  return result.ok ? describeNode(result.node) : `error: ${result.reason}`;
}

function list(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function fact(name: string, value: string | number | boolean | undefined): string | undefined {
  return value === undefined || value === false
    ? undefined
    : value === true
      ? name
      : `${name}=${String(value)}`;
}

function nested(name: string, node: SchemaNode | undefined): string | undefined {
  return node === undefined ? undefined : `${name}:${describeNode(node)}`;
}

function rest(name: string, value: Rest): string | undefined {
  return value.kind === 'schema'
    ? nested(name, value.schema)
    : fact(name, value.kind === 'absent' ? undefined : value.kind);
}

/** A node in one line, such as `string(typed maxLength=3)`; reference targets by one step only. */
export function describeNode(node: SchemaNode): string {
  const { id, title, description, default: defaultValue } = node.annotations;
  const facts = list([
    ...factsOf(node),
    fact('id', id),
    fact('title', title),
    fact('description', description),
    fact('default', defaultValue === undefined ? undefined : printJson(defaultValue)),
    fact('connectBytes', node.connectBytes),
  ]);
  const name = node.kind === 'combined' ? node.criterion : node.kind;
  return facts === '' ? name : `${name}(${facts})`;
}

function factsOf(node: SchemaNode): readonly (string | undefined)[] {
  switch (node.kind) {
    case 'string':
      return [
        fact('typed', node.typed),
        fact('maxLength', node.maxLength),
        fact('minLength', node.minLength),
        fact('pattern', node.pattern?.source),
      ];
    case 'number':
      return [
        fact('typed', node.typed),
        fact('integer', node.integer),
        fact('maximum', node.maximum),
        fact('minimum', node.minimum),
        fact('exclusiveMaximum', node.exclusiveMaximum ?? node.exclusiveMaximumFlag),
        fact('exclusiveMinimum', node.exclusiveMinimum ?? node.exclusiveMinimumFlag),
        fact('multipleOf', node.multipleOf),
      ];
    case 'object':
      return [
        fact('typed', node.typed),
        node.required.length > 0 ? `required=${node.required.join()}` : undefined,
        ...[...node.properties].map(([name, property]) => nested(`.${name}`, property)),
        ...node.patternProperties.map(({ pattern, schema }) => nested(`/${pattern.source}/`, schema)),
        nested('names', node.propertyNames),
        rest('others', node.additionalProperties),
        rest('unevaluated', node.unevaluatedProperties),
        ...[...node.arrayDependencies].map(([name, names]) => `${name}->${names.join()}`),
        ...[...node.schemaDependencies].map(([name, schema]) => nested(`${name}->`, schema)),
        fact('maxProperties', node.maxProperties),
        fact('minProperties', node.minProperties),
      ];
    case 'array':
      return [
        fact('typed', node.typed),
        nested('items', node.items),
        node.tuple === undefined ? undefined : `[${node.tuple.map(describeNode).join()}]`,
        rest('others', node.additionalItems),
        rest('unevaluated', node.unevaluatedItems),
        nested('contains', node.contains),
        fact('maxContains', node.maxContains),
        fact('minContains', node.minContains),
        fact('maxItems', node.maxItems),
        fact('minItems', node.minItems),
        fact('unique', node.uniqueItems),
      ];
    case 'enum':
      return [node.values.map(printJson).join()];
    case 'const':
      return [printJson(node.value)];
    case 'combined':
      return [node.members.map(describeNode).join()];
    case 'not':
      return [describeNode(node.schema)];
    case 'conditional':
      return [nested('if', node.ifSchema), nested('then', node.thenSchema), nested('else', node.elseSchema)];
    case 'reference':
      return [
        node.target.kind === 'reference' ? '->reference' : `->${shortly(node.target)}`,
        ...[...node.siblings.keys()].map((keyword) => `+${keyword}`),
      ];
    case 'boolean':
    case 'null':
    case 'empty':
    case 'true':
    case 'false':
      break;
  }
  return [];
}

/** Without annotations, and without what an object or a combination holds: maybe the reference itself. */
function shortly(node: SchemaNode): string {
  const { title } = node.annotations;
  if (title !== undefined || ['object', 'array', 'combined', 'not', 'conditional'].includes(node.kind)) {
    return title ?? node.kind;
  }
  return describeNode({ ...node, annotations: {}, connectBytes: false, print: '' });
}
