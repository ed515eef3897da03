import { parseAst } from 'vitest/node';

/** What the house rules look at in one source file. */
export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly lines: number;
  /** As written: of imports, re-exports, `import()`, and of `new URL(…, import.meta.url)`, which names a thread's file. */
  readonly imports: readonly string[];
  /** Members of `process` that it uses; `*` where it takes the whole object. */
  readonly processUses: readonly string[];
  /** Names of globals used, such as `Date`. */
  readonly names: ReadonlySet<string>;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Parses TypeScript text. Throws when it is not TypeScript. */
export function readSource(path: string, text: string): SourceFile {
  const imports: string[] = [];
  const processUses: string[] = [];
  const names = new Set<string>();
  const ofOthers = new Set<unknown>();
  walk(parseAst(text, { lang: 'ts' }, path), (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push(specifier);
    if (node.type === 'MemberExpression' && isIdentifier(node.object, 'process')) {
      processUses.push(node.computed === true ? '*' : nameOf(node.property));
    } else if (node.type === 'VariableDeclarator' && isIdentifier(node.init, 'process')) {
      processUses.push('*');
    }
    ofOthers.add(memberOf(node));
    if (node.type === 'Identifier' && !ofOthers.has(node)) names.add(nameOf(node));
  });
  return { path, lines: text.trimEnd().split('\n').length, imports, processUses, names };
}

/** The name of a member of something else than the global object: it only looks like the name of a global. */
function memberOf(node: Node): unknown {
  if (node.computed === true || node.shorthand === true) return undefined;
  if (node.type === 'MemberExpression') {
    return isIdentifier(node.object, 'globalThis') ? undefined : node.property;
  }
  return ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(node.type) ? node.key : undefined;
}

function specifierOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source ? literal(node.source) : undefined;
    case 'NewExpression':
      return relativeUrl(node);
    default:
      return undefined;
  }
}

/** A path that is computed can't be checked, so that it is shown as one that no rule allows. */
function literal(value: unknown): string {
  return isNode(value) && typeof value.value === 'string' ? value.value : '(computed)';
}

function relativeUrl(node: Node): string | undefined {
  const [first] = node.arguments as readonly unknown[];
  const path = literal(first);
  return isIdentifier(node.callee, 'URL') && /^\..*\.[jt]s$/.test(path) ? path : undefined;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  if (!isNode(value)) return;
  visit(value);
  for (const child of Object.values(value)) if (typeof child === 'object') walk(child, visit);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isIdentifier(value: unknown, name: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.name === name;
}

function nameOf(value: unknown): string {
  return isNode(value) && typeof value.name === 'string' ? value.name : '*';
}
