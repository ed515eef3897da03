import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { secondsOf } from '../../scripts/alerts/duration.ts';
import type { ScrapedMetric } from './scrape.ts';

/** Functions over how much a counter grew; no other may see a counter. */
const growth = new Set(['rate', 'increase', 'irate']);
/** Labels that Prometheus gives to whatever it scrapes. */
const targetLabels = ['job', 'instance'];
const leastRange = 60;

/** What is wrong with a query, given the metrics there are; [] when it is well. */
export function queryProblems(query: string, metrics: ReadonlyMap<string, ScrapedMetric>): readonly string[] {
  const tree = parser.parse(query);
  const problems: string[] = [];
  const labels = new Set(targetLabels);
  const grouped: string[] = [];
  const text = (node: SyntaxNode | null | undefined) => (node ? query.slice(node.from, node.to) : '');
  tree.iterate({
    enter({ node, name, type }) {
      if (type.isError) problems.push(`does not parse at ${node.from}`);
      if (name === 'GroupingLabels') grouped.push(...node.getChildren('LabelName').map(text));
      if (name === 'VectorSelector') {
        const metric = text(node.getChild('Identifier'));
        const known = metrics.get(metric);
        if (!known) return void problems.push(`no metric ${metric}`);
        for (const label of known.labels.keys()) labels.add(label);
        problems.push(...rangeProblems(node, metric, known.type, text));
        for (const matcher of matchersOf(node))
          problems.push(...matcherProblems(matcher, metric, known, text));
      }
      return undefined;
    },
  });
  const lost = grouped.filter((label) => !labels.has(label)).map((label) => `no label ${label} to group by`);
  return [...problems, ...lost];
}

/** Whether a query says at what point it alerts. */
export function comparesOrMisses(query: string): boolean {
  let found = false;
  parser.parse(query).iterate({
    enter({ name }) {
      found ||= ['Gtr', 'Gte', 'Lss', 'Lte', 'Eql', 'EqlC', 'Neq', 'Absent'].includes(name);
    },
  });
  return found;
}

type TextOf = (node: SyntaxNode | null | undefined) => string;

function rangeProblems(selector: SyntaxNode, metric: string, type: string, text: TextOf): string[] {
  const range = selector.parent?.name === 'MatrixSelector' ? selector.parent : undefined;
  if (!range) return type === 'counter' ? [`the raw counter ${metric}`] : [];
  const window = /\[(.*)\]$/.exec(text(range))?.[1] ?? '';
  const call = enclosingCall(range);
  const name = text(call?.getChild('FunctionIdentifier'));
  const problems = secondsOf(window) < leastRange ? [`a window of ${window} is under ${leastRange} s`] : [];
  if (growth.has(name) !== (type === 'counter')) problems.push(`${name} over the ${type} ${metric}`);
  return problems;
}

function enclosingCall(node: SyntaxNode): SyntaxNode | undefined {
  for (let up = node.parent; up; up = up.parent) if (up.name === 'FunctionCall') return up;
  return undefined;
}

function matchersOf(selector: SyntaxNode): readonly SyntaxNode[] {
  return selector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
}

function matcherProblems(matcher: SyntaxNode, metric: string, known: ScrapedMetric, text: TextOf): string[] {
  const label = text(matcher.getChild('LabelName'));
  if (targetLabels.includes(label)) return [];
  const values = known.labels.get(label);
  if (!values) return [`${metric} has no label ${label}`];
  const value = text(matcher.getChild('StringLiteral')).slice(1, -1);
  // Patterns are for what comes and goes, such as routes; alternatives are names to be spelt right.
  const names = /^[\w.-]+(\|[\w.-]+)*$/.test(value) && !value.includes('..') ? value.split('|') : [];
  return names.filter((each) => !values.has(each)).map((each) => `${metric} has no ${label} "${each}"`);
}
