import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readSelector, type Selector } from './series.ts';

/** What share of all has to be good, by counters. */
export interface Objective {
  readonly name: string;
  /** In per cent. */
  readonly objective: number;
  readonly counted: 'bad' | 'good';
  readonly part: Selector;
  readonly total: Selector;
}

/**
 * The objectives in a file such as deploy/prometheus/slo.yaml.
 * @throws Error when it can't be read, or names none
 */
export function readObjectives(path: string): readonly Objective[] {
  const { objectives = [] } = (parse(readFileSync(path, 'utf8')) ?? {}) as {
    readonly objectives?: readonly Readonly<Record<string, unknown>>[];
  };
  if (objectives.length === 0) throw new Error(`${path} names no objectives`);
  return objectives.map(({ name, objective, bad, good, total }) => {
    const counted = bad === undefined ? 'good' : 'bad';
    return {
      name: String(name),
      objective: Number(objective),
      counted,
      part: selectorIn(counted === 'bad' ? bad : good),
      total: selectorIn(total),
    };
  });
}

/** Which instance is meant is known here, so that what selects it is left out. */
function selectorIn(text: unknown): Selector {
  return readSelector(String(text).replace(/<selector>,?/, ''));
}
