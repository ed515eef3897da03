import { diff } from 'node:util';

/** Unchanged lines that are shown before and after each change. */
const context = 2;

/** Beyond it the time and memory to find the least difference are not worth it. */
const mostLines = 2000;

/**
 * The lines of a text against those of one before it, like a diff: each marked with `+`, `-` or a space.
 * Unchanged lines far from any change are left out, with `…` in their place. Undefined when both are too long.
 */
export function lineDiff(before: string, after: string): readonly string[] | undefined {
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (old.length + now.length > mostLines) return undefined;
  const lines = diff(old, now);
  const near = lines.map((_line, index) =>
    lines.slice(Math.max(index - context, 0), index + context + 1).some(([kind]) => kind !== 0),
  );
  return lines.flatMap(([kind, line], index) => {
    if (near[index] === true) return [`${marks[kind]}${line}`];
    return index === 0 || near[index - 1] === true ? [' …'] : [];
  });
}

/** What the library says is in the first text alone, in both, in the second alone. */
const marks = { 1: '-', 0: ' ', [-1]: '+' } as const;
