import { hash } from 'node:crypto';
import { JsonNumber, type JsonObject, type JsonValue } from './json-value.ts';

/** Compact JSON text, keys in their own order. Reading it again gives an equal value. */
export function printJson(value: JsonValue): string {
  return print(value, ownOrder, printJson);
}

/** Compact JSON text, keys of every object sorted by UTF-16 code units; arrays keep their order. */
export function printSorted(value: JsonValue): string {
  return print(value, sortedOrder, printSorted);
}

type Entries = Iterable<readonly [string, JsonValue]>;

function ownOrder(object: JsonObject): Entries {
  return object;
}

function sortedOrder(object: JsonObject): Entries {
  // A plain < on strings compares code units; keys of a map are never equal.
  return [...object].sort(([a], [b]) => (a < b ? -1 : 1));
}

function print(
  value: JsonValue,
  order: (object: JsonObject) => Entries,
  printChild: (value: JsonValue) => string,
): string {
  if (typeof value === 'string') {
    return printString(value);
  }
  if (value instanceof JsonNumber) {
    return value.text;
  }
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  let separator = '';
  let text = '';
  if (value instanceof Map) {
    for (const [key, member] of order(value as JsonObject)) {
      text += `${separator}${printString(key)}:${printChild(member)}`;
      separator = ',';
    }
    return `{${text}}`;
  }
  for (const member of value as readonly JsonValue[]) {
    text += separator + printChild(member);
    separator = ',';
  }
  return `[${text}]`;
}

// Control characters, and halves of surrogate pairs, which UTF-8 can't hold.
const escapedEach = /["\\\p{Cs}]|[^\P{Cc}\u{7f}-\u{9f}]/gu;
const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * A JSON string. Escapes only what it must, in the reference server's spelling (`\u001F`), since
 * the text is hashed; a lone surrogate as `\uD800`, so that the text survives storage as UTF-8.
 */
export function printString(text: string): string {
  return isPlain(text) ? `"${text}"` : `"${text.replace(escapedEach, escapeSign)}"`;
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd8_00 && code <= 0xdf_ff)) {
      return false;
    }
  }
  return true;
}

function escapeSign(sign: string): string {
  const code = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return shortEscapes.get(sign) ?? `\\u${code}`;
}

const longestKey = 200;
const keys = new WeakMap<object, string>();

/**
 * A text that is the same for two values exactly when `printSorted` is: that text itself, with the
 * long parts replaced by their SHA-256. Costs one walk over the value however often it is asked
 * for at every depth.
 */
export function structureKey(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) {
    return shortKey(print(value, sortedOrder, structureKey));
  }
  let key = keys.get(value);
  if (key === undefined) {
    key = shortKey(print(value, sortedOrder, structureKey));
    keys.set(value, key);
  }
  return key;
}

function shortKey(text: string): string {
  // No JSON text begins with #, so a digest can't be taken for one.
  return text.length > longestKey ? `#${hash('sha256', text)}` : text;
}
