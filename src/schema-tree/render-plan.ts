import { layOutJson } from './json-layout.ts';
import { lineDiff } from './line-diff.ts';
import type { Place, Problem } from './model.ts';
import type { Plan } from './plan.ts';
import { configKeys, settingName } from './settings-fields.ts';
import { type Step, subjectOfStep } from './step.ts';
import type { VersionText } from './version-before.ts';

/**
 * A plan as people read it, like a diff: `-` what the registry has, `+` what it would have, `?` what it has beyond
 * the tree, `!` what stands in the way.
 */
export function renderPlan({ steps, problems, undeclared }: Plan): string {
  const lines: string[] = [];
  for (const [subject, own] of Map.groupBy(steps, subjectOfStep)) {
    lines.push(`@@ ${titleOf(subject)} @@`, ...own.flatMap(stepLines));
  }
  for (const { subject, what } of undeclared) {
    lines.push(`? ${titleOf(subject)}: ${what === 'subject' ? 'the subject' : what} is not in the tree`);
  }
  lines.push(...problems.map(renderProblem), summary({ steps, problems, undeclared }));
  return `${lines.join('\n')}\n`;
}

function titleOf(subject: string | undefined): string {
  if (subject === undefined) return '(registry)';
  return subject === '' ? '(subject without a name)' : subject;
}

/** A line that says what is wrong, and where. */
export function renderProblem({ reason, ...place }: Problem): string {
  const where = renderPlace(place);
  return where === '' ? `! ${reason}` : `! ${where}: ${reason}`;
}

function renderPlace({ path, line }: Place): string {
  return line === undefined ? path : `${path}:${line}`;
}

function summary({ steps, problems, undeclared }: Plan): string {
  const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length;
  const parts = [
    `${count('register')} to register`,
    `${count('config') + count('mode')} to set`,
    `${count('delete')} to delete`,
    `${undeclared.length} undeclared`,
    `${problems.length} in the way`,
  ];
  return parts.join(', ');
}

function stepLines(step: Step): readonly string[] {
  if (step.kind === 'mode') return changeLines('mode', step.from, step.to);
  if (step.kind === 'delete') return [`-   version ${step.version}`];
  if (step.kind === 'config') {
    return configKeys.flatMap((key) => changeLines(settingName(key), step.from?.[key], step.to?.[key]));
  }
  const { version, schemaType, place } = step.declared;
  const title = `+   version ${version} (${schemaType}, ${renderPlace(place)})`;
  const after = laidOut(step.declared);
  const changes = step.before && lineDiff(laidOut(step.before), after);
  if (!step.before || !changes) return [title, ...after.split('\n').map((line) => `+     ${line}`)];
  if (changes.every((line) => line.startsWith(' '))) {
    return [`${title}, the text of version ${step.before.version}`];
  }
  return [
    `${title}, against version ${step.before.version}`,
    ...changes.map((line) => `${line.charAt(0)}     ${line.slice(1)}`),
  ];
}

function laidOut({ schemaType, text }: VersionText): string {
  return schemaType === 'PROTOBUF' ? text.trimEnd() : layOutJson(text).trimEnd();
}

function changeLines(name: string, from: unknown, to: unknown): readonly string[] {
  const [before, after] = [JSON.stringify(from), JSON.stringify(to)];
  if (before === after) return [];
  return [
    ...(before === undefined ? [] : [`-   ${name}: ${plain(from, before)}`]),
    ...(after === undefined ? [] : [`+   ${name}: ${plain(to, after)}`]),
  ];
}

function plain(value: unknown, json: string): string {
  return typeof value === 'string' ? value : json;
}
