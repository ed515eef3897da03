/** A pattern in JavaScript's syntax, with the flags that its own flags ask for. */
export interface TranslatedPattern {
  readonly source: string;
  readonly flags: string;
  /** Classes inside of classes, which only JavaScript's `v` mode has. */
  readonly nestedClasses: boolean;
}

/** A construct that has no counterpart in JavaScript. */
export class UntranslatablePatternError extends Error {}

// Members of a character class, by what Java calls the class (java.util.regex.Pattern).
const classMembers: ReadonlyMap<string, string> = new Map([
  ['Lower', 'a-z'],
  ['Upper', 'A-Z'],
  ['ASCII', '\\x00-\\x7f'],
  ['Alpha', 'a-zA-Z'],
  ['Digit', '0-9'],
  ['Alnum', 'a-zA-Z0-9'],
  ['Punct', '!-\\/:-@\\[-`\\{-~'],
  ['Graph', '!-~'],
  ['Print', ' -~'],
  ['Blank', ' \\t'],
  ['Cntrl', '\\x00-\\x1f\\x7f'],
  ['XDigit', '0-9a-fA-F'],
  ['Space', ' \\t\\n\\x0b\\f\\r'],
]);
const escapedClasses: ReadonlyMap<string, string> = new Map([
  ['h', ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000'],
  ['v', '\\n\\x0b\\f\\r\\x85\\u2028\\u2029'],
]);
const outsideClasses: ReadonlyMap<string, string> = new Map([
  ['A', '(?<![\\s\\S])'],
  ['z', '(?![\\s\\S])'],
  ['Z', '(?=\\n?(?![\\s\\S]))'],
  ['R', '(?:\\r\\n|[\\n\\x0b\\f\\r\\x85\\u2028\\u2029])'],
]);
const namedCharacters: ReadonlyMap<string, string> = new Map([
  ['a', '\\x07'],
  ['e', '\\x1b'],
]);
const syntaxSigns = /[$()*+./?[\\\]^{|}]/;
const escapedInClass = /[()/{|}]/;
const classSign = /&&|[\s\S]/y;
const deepestClass = 50;

/**
 * Translates what Java's patterns have beyond JavaScript's: inline flags at the start, `\A`, `\z`,
 * `\Q..\E`, POSIX classes and the like. Possessive quantifiers and atomic groups become greedy ones:
 * the pattern may then match more, so that a property counts as covered by it a little too often.
 */
export function translatePattern(javaSource: string): TranslatedPattern {
  const [, inlineFlags = '', body = ''] = /^\(\?([a-zA-Z]+)\)(.*)$/s.exec(javaSource) ?? [
    javaSource,
    '',
    javaSource,
  ];
  if (/[^ismuU]/.test(inlineFlags)) {
    throw new UntranslatablePatternError(`flags (?${inlineFlags}) are not supported`);
  }
  const scanner = new Scanner(body);
  const source = scanner.translate();
  return {
    source,
    flags: ['i', 's', 'm'].filter((flag) => inlineFlags.includes(flag)).join(''),
    nestedClasses: scanner.nestedClasses,
  };
}

class Scanner {
  nestedClasses = false;
  readonly #text: string;
  #at = 0;
  #classDepth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  translate(): string {
    let result = '';
    while (this.#at < this.#text.length) {
      result += this.#outside();
    }
    return result;
  }

  #outside(): string {
    const possessive = this.#take(/([*+?]|\{\d+(?:,\d*)?\})\+/y);
    if (possessive !== undefined) {
      return possessive.slice(0, -1);
    }
    if (this.#take(/\(\?>/y) !== undefined) {
      return '(?:';
    }
    const sign = this.#take(/\{\d+(?:,\d*)?\}|[\s\S]/y) ?? '';
    switch (sign) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#class();
      case ']':
      case '}':
        return `\\${sign}`;
      default:
        return sign;
    }
  }

  /** A class, of which the opening bracket is read; `&&` joins what stands between as classes. */
  #class(): string {
    this.#classDepth += 1;
    if (this.#classDepth > deepestClass) {
      throw new UntranslatablePatternError('character classes nested too deep');
    }
    const negation = this.#take(/\^/y) ?? '';
    // Right after the opening bracket a closing one is a member.
    let members = this.#take(/\]/y) === undefined ? '' : '\\]';
    const joined: string[] = [];
    for (let sign = this.#take(classSign); sign !== ']'; sign = this.#take(classSign)) {
      if (sign === undefined) {
        throw new UntranslatablePatternError('character class without an end');
      }
      if (sign === '&&') {
        this.nestedClasses = true;
        joined.push(`[${members}]`);
        members = '';
      } else {
        members += this.#member(sign);
      }
    }
    this.#classDepth -= 1;
    return `[${negation}${joined.length === 0 ? members : [...joined, `[${members}]`].join('&&')}]`;
  }

  #member(sign: string): string {
    switch (sign) {
      case '\\':
        return this.#escape();
      case '[':
        this.nestedClasses = true;
        return this.#class();
      default:
        return escapedInClass.test(sign) ? `\\${sign}` : sign;
    }
  }

  /** What follows a backslash. */
  #escape(): string {
    const property = this.#take(/[pP](?:\{[^}]*\}|[A-Z])/y);
    if (property !== undefined) {
      return this.#property(property.slice(0, 1) === 'P', property.slice(1).replace(/^\{|\}$/g, ''));
    }
    const codePoint = this.#take(/x\{[\dA-Fa-f]+\}/y);
    if (codePoint !== undefined) {
      return `\\u${codePoint.slice(1)}`;
    }
    if (this.#take(/Q/y) !== undefined) {
      return this.#quoted();
    }
    const sign = this.#take(/[\s\S]/y);
    if (sign === undefined) {
      throw new UntranslatablePatternError('\\ at end of pattern');
    }
    return this.#escapedSign(sign);
  }

  #escapedSign(sign: string): string {
    const members = escapedClasses.get(sign.toLowerCase());
    if (members !== undefined) {
      return this.#members(members, sign !== sign.toLowerCase());
    }
    const outside = this.#classDepth === 0 ? outsideClasses.get(sign) : undefined;
    const literal = /\w/.test(sign) || syntaxSigns.test(sign) || sign === '-' ? `\\${sign}` : sign;
    // Only inside of a class is \- an escape in JavaScript.
    const plain = sign === '-' && this.#classDepth === 0 ? '-' : sign === '_' ? '_' : literal;
    return outside ?? namedCharacters.get(sign) ?? plain;
  }

  #quoted(): string {
    const text = this.#take(/[\s\S]*?(?=\\E)/y) ?? this.#take(/[\s\S]*/y) ?? '';
    this.#take(/\\E/y);
    return text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, (sign) =>
      sign === '-' && this.#classDepth === 0 ? sign : `\\${sign}`,
    );
  }

  #property(negated: boolean, name: string): string {
    const members = classMembers.get(name);
    if (members !== undefined) {
      return this.#members(members, negated);
    }
    const bare = name.replace(/^Is/, '');
    const known = [name, bare, `Script=${bare}`].find(isUnicodeProperty);
    if (known === undefined) {
      throw new UntranslatablePatternError(`unknown class \\p{${name}}`);
    }
    return `\\${negated ? 'P' : 'p'}{${known}}`;
  }

  #members(members: string, negated: boolean): string {
    if (this.#classDepth === 0) {
      return `[${negated ? '^' : ''}${members}]`;
    }
    this.nestedClasses ||= negated;
    return negated ? `[^${members}]` : members;
  }

  #take(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

function isUnicodeProperty(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
