import type { Operation } from './operation.ts';
import { findOrder, type Guarantee } from './search.ts';

/** What is wrong with a history, one sentence each: subjects without an order, and ids that are not one to one. */
export function historyProblems(history: readonly Operation[], guarantee: Guarantee): string[] {
  const problems = idProblems(history);
  for (const [subject, operations] of Map.groupBy(history, (operation) => operation.subject)) {
    const verdict = findOrder(operations, guarantee);
    if (verdict.kind === 'impossible') {
      problems.push(`no order explains ${subject}, at the latest from ${JSON.stringify(verdict.stuck)}`);
    } else if (verdict.kind === 'gave-up') {
      problems.push(`whether an order explains ${subject} could not be found out`);
    }
  }
  return problems;
}

/** Of all subjects together: a content has one id, and an id one content. */
function idProblems(history: readonly Operation[]): string[] {
  const idOfText = new Map<string, number>();
  const textOfId = new Map<number, string>();
  const problems = new Set<string>();
  for (const operation of history) {
    const seen = identityIn(operation);
    if (!seen) continue;
    const { id, text } = seen;
    if ((textOfId.get(id) ?? text) !== text) problems.add(`id ${id} stands for two schemas`);
    if ((idOfText.get(text) ?? id) !== id) problems.add(`${text} has two ids`);
    textOfId.set(id, text);
    idOfText.set(text, id);
  }
  return [...problems];
}

function identityIn(operation: Operation): { readonly id: number; readonly text: string } | undefined {
  if (operation.kind === 'latest') return operation.result === 'none' ? undefined : operation.result;
  if (operation.kind !== 'register' || typeof operation.result === 'string') return undefined;
  return { id: operation.result.id, text: operation.text };
}
