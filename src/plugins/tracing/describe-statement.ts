import type { Attributes } from '@opentelemetry/api';

export interface DescribedStatement {
  /** What it does to which tables: few enough to group by. */
  readonly summary: string;
  readonly attributes: Attributes;
}

/**
 * What spans say of an SQL statement of this program. Its text holds no values, which are always parameters; its
 * tables go by their schema.
 */
export function describeStatement(text: string): DescribedStatement {
  const query = text.trim().replaceAll(/\s+/g, ' ');
  const operation = operationOf(query);
  const tables = new Set(query.match(/\bschemagate\.\w+/g));
  const summary = [operation, ...tables].join(' ');
  return {
    summary,
    attributes: { 'db.operation.name': operation, 'db.query.text': query, 'db.query.summary': summary },
  };
}

/** The first word, but of a statement with parts that are named (WITH) what it is all for. */
function operationOf(query: string): string {
  const [first = ''] = /^\w+/.exec(query) ?? [];
  if (first.toUpperCase() !== 'WITH') return first.toUpperCase();
  return /\b(?:INSERT|DELETE|UPDATE)\b/.exec(query)?.[0] ?? 'SELECT';
}
