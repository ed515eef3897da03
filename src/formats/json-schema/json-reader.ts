import { canonicalNumber } from './decimal.ts';
import { escapedSign, escapeLength } from './json-escape.ts';
import { JsonSyntaxError, signAt } from './json-syntax-error.ts';
import { JsonNumber, type JsonValue } from './json-value.ts';

export type ReadResult =
  /** `canonical`: the text is what `printJson` makes of the value. When it is false, the text may be so all the same. */
  | { readonly ok: true; readonly value: JsonValue; readonly canonical: boolean }
  /** `reason`: one sentence with line and column, both counted from 1. */
  | { readonly ok: false; readonly reason: string };

/** Deeper arrays and objects than this are refused; also keeps every recursion over a value safe. */
const maxNesting = 1000;
/** Longer number tokens are refused. */
const maxNumberLength = 1000;

/**
 * Reads one JSON text (RFC 8259, strictly: no comments, no NaN, nothing after the value), keeping
 * what `JSON.parse` loses. Of a repeated key the last value stands at the first position.
 */
export function readJson(text: string): ReadResult {
  const reader = new Reader(text);
  try {
    const value = reader.document();
    return { ok: true, value, canonical: reader.canonical };
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      return { ok: false, reason: `${error.message} at ${error.positionIn(text)}` };
    }
    throw error;
  }
}

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

const numberAt = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #asPrinted = true;

  constructor(text: string) {
    this.#text = text;
  }

  get canonical(): boolean {
    return this.#asPrinted && this.#text.isWellFormed();
  }

  document(): JsonValue {
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) {
      throw this.#unexpected('the end of the text');
    }
    return value;
  }

  #value(): JsonValue {
    this.#skipSpace();
    const code = this.#text.charCodeAt(this.#at);
    switch (code) {
      case openBrace:
        return this.#object();
      case openBracket:
        return this.#array();
      case quote:
        return this.#string();
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#word('null', null);
      default:
        if (code === minus || isDigit(code)) {
          return this.#number();
        }
        throw this.#unexpected('a value');
    }
  }

  #object(): JsonValue {
    const object = new Map<string, JsonValue>();
    this.#enter();
    if (this.#peek() === closeBrace) {
      this.#leave();
      return object;
    }
    for (;;) {
      if (this.#peek() !== quote) {
        throw this.#unexpected('a key in double quotes');
      }
      const key = this.#string();
      if (this.#peek() !== colon) {
        throw this.#unexpected('a colon');
      }
      this.#at += 1;
      const before = object.size;
      object.set(key, this.#value());
      if (object.size === before) {
        this.#asPrinted = false;
      }
      if (this.#more(closeBrace)) {
        continue;
      }
      return object;
    }
  }

  #array(): JsonValue {
    const array: JsonValue[] = [];
    this.#enter();
    if (this.#peek() === closeBracket) {
      this.#leave();
      return array;
    }
    do {
      array.push(this.#value());
    } while (this.#more(closeBracket));
    return array;
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > maxNesting) {
      throw this.#error(`nested deeper than ${maxNesting} levels`);
    }
    this.#at += 1;
  }

  #leave(): void {
    this.#depth -= 1;
    this.#at += 1;
  }

  /** After a member: true past a comma, false past the closing sign. */
  #more(close: number): boolean {
    const code = this.#peek();
    if (code === comma) {
      this.#at += 1;
      return true;
    }
    if (code === close) {
      this.#leave();
      return false;
    }
    throw this.#unexpected(`a comma or "${String.fromCharCode(close)}"`);
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    for (let at = start; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.#at = at + 1;
        return text.slice(start, at);
      }
      if (code === backslash) {
        return this.#escapedString(start, at);
      }
      // NaN, the end of the text, is not >= 0x20 either.
      if (!(code >= 0x20)) {
        this.#at = at;
        throw this.#unexpected('a closing quote');
      }
    }
  }

  #escapedString(start: number, firstEscape: number): string {
    this.#asPrinted = false;
    const text = this.#text;
    let result = text.slice(start, firstEscape);
    let plainFrom = firstEscape;
    for (let at = firstEscape; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.#at = at + 1;
        return result + text.slice(plainFrom, at);
      }
      if (code === backslash) {
        result += text.slice(plainFrom, at);
        this.#at = at + 1;
        result += this.#escape();
        plainFrom = this.#at;
        at = this.#at - 1;
      } else if (!(code >= 0x20)) {
        this.#at = at;
        throw this.#unexpected('a closing quote');
      }
    }
  }

  #escape(): string {
    const sign = escapedSign(this.#text, this.#at);
    if (sign === undefined) {
      throw this.#error('bad escape in a string');
    }
    this.#at += escapeLength(this.#text, this.#at);
    return sign;
  }

  #number(): JsonNumber {
    return this.#shortInteger() ?? this.#anyNumber();
  }

  /** The usual case, told by its length and by what follows, without regular expressions. */
  #shortInteger(): JsonNumber | undefined {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    while (isDigit(text.charCodeAt(at))) {
      at += 1;
    }
    const next = text.charCodeAt(at);
    const leadingZero = text.charCodeAt(start) === 0x30 && at - start > 1;
    const ended = next === comma || next === closeBrace || next === closeBracket;
    if (at === start || at - start > 15 || leadingZero || !ended) {
      return undefined;
    }
    this.#at = at;
    return new JsonNumber(text.slice(start, at));
  }

  #anyNumber(): JsonNumber {
    numberAt.lastIndex = this.#at;
    const token = numberAt.exec(this.#text)?.[0];
    if (token === undefined) {
      throw this.#error('malformed number');
    }
    const next = this.#text.charAt(this.#at + token.length);
    if (/[\w.+-]/.test(next)) {
      throw this.#error('malformed number');
    }
    if (token.length > maxNumberLength) {
      throw this.#error(`number longer than ${maxNumberLength} characters`);
    }
    const canonical = canonicalNumber(token);
    if (canonical === undefined) {
      throw this.#error('number with an exponent that does not fit 32 bits');
    }
    this.#at += token.length;
    if (canonical !== token) {
      this.#asPrinted = false;
    }
    return new JsonNumber(canonical);
  }

  #word<Value>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) {
      throw this.#unexpected('a value');
    }
    this.#at += word.length;
    return value;
  }

  #peek(): number {
    this.#skipSpace();
    return this.#text.charCodeAt(this.#at);
  }

  #skipSpace(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
        return;
      }
      this.#asPrinted = false;
      this.#at += 1;
    }
  }

  #unexpected(wanted: string): JsonSyntaxError {
    return this.#error(`expected ${wanted} but ${signAt(this.#text, this.#at)}`);
  }

  #error(message: string): JsonSyntaxError {
    return new JsonSyntaxError(message, this.#at);
  }
}
