import { globalScope, subjectScope } from '../registry/settings.ts';
import { compareSettings } from './compare-settings.ts';
import type { Formats } from './compare-version.ts';
import { compareVersions } from './compare-versions.ts';
import { loadingOrder } from './loading-order.ts';
import type { DeclaredVersion, Problem, SchemaTree } from './model.ts';
import { planDeletions } from './plan-deletions.ts';
import type { HeldVersion } from './port.ts';
import { settingName } from './settings-fields.ts';
import { heldSubject, type Snapshot } from './snapshot.ts';
import { changedKeys, type Step, subjectOfStep } from './step.ts';
import { versionsBefore } from './version-before.ts';

/** What would bring a registry to what a tree declares. */
export interface Plan {
  /** In the order to take them. */
  readonly steps: readonly Step[];
  /** What stands in the way: while there is any, nothing is to be done. */
  readonly problems: readonly Problem[];
  /** What the registry holds beyond the tree, and keeps. */
  readonly undeclared: readonly Undeclared[];
}

export interface Undeclared {
  /** Undefined for a setting of the whole registry. */
  readonly subject: string | undefined;
  /** `subject`, `version 3`, `config (normalize)` or `mode`. */
  readonly what: string;
}

export interface PlanOptions {
  readonly formats: Formats;
  readonly tellsUnsetLevels: boolean;
  /** Also take away what is not declared. The snapshot must then be whole. */
  readonly prune: boolean;
}

/** Compares a tree with what a registry holds. Whether it would take the steps is not asked: see `rehearse`. */
export function makePlan(tree: SchemaTree, snapshot: Snapshot, options: PlanOptions): Plan {
  const { formats, tellsUnsetLevels, prune } = options;
  const versionBefore = versionsBefore(tree, snapshot);
  const toRegister = (declared: DeclaredVersion): Step => ({
    kind: 'register',
    place: declared.place,
    declared,
    before: versionBefore(declared),
  });
  const global = compareSettings(globalScope, tree.global, snapshot.global, tellsUnsetLevels);
  const settings = [...global.steps];
  const removals = [...global.removals];
  const additions: DeclaredVersion[] = [];
  const surplus: HeldVersion[] = [];
  const problems = [...tree.problems];
  for (const declared of tree.subjects) {
    const held = heldSubject(snapshot, declared.subject);
    const scope = subjectScope(declared.subject);
    const own = compareSettings(scope, declared.settings, held.settings, tellsUnsetLevels);
    settings.push(...own.steps);
    removals.push(...own.removals);
    const versions = compareVersions(formats, declared, held);
    additions.push(...versions.additions);
    surplus.push(...versions.surplus);
    problems.push(...versions.problems);
  }
  problems.push(...missingReferences(additions, tree, snapshot));
  const declared = new Set(tree.subjects.map(({ subject }) => subject));
  const others = snapshot.liveSubjects.filter((subject) => !declared.has(subject));

  const registers = loadingOrder(additions).map(toRegister);
  if (!prune) {
    const undeclared = [
      ...removals.map((step) => ({ subject: subjectOfStep(step), what: settingOf(step) })),
      ...surplus.map(({ subject, version }) => ({ subject, what: `version ${version}` })),
      ...others.map((subject) => ({ subject, what: 'subject' })),
    ];
    return { steps: inOrder(settings, registers, []), problems, undeclared };
  }
  const live = others.flatMap((subject) => heldSubject(snapshot, subject).versions);
  const deletions = planDeletions([...surplus, ...live.filter(({ deleted }) => !deleted)], snapshot);
  return {
    steps: inOrder([...settings, ...removals], registers, deletions.steps),
    problems: [...problems, ...deletions.problems],
    undeclared: [],
  };
}

/** What allows writing comes first, what forbids it last. */
function inOrder(
  settings: readonly Step[],
  registers: readonly Step[],
  deletions: readonly Step[],
): readonly Step[] {
  return [
    ...settings.filter((step) => step.kind === 'mode' && !forbidsWriting(step)),
    ...settings.filter(({ kind }) => kind === 'config'),
    ...registers,
    ...deletions,
    ...settings.filter(forbidsWriting),
  ];
}

function settingOf(step: Step): string {
  return step.kind === 'config'
    ? `config (${changedKeys(step.from, step.to).map(settingName).join(', ')})`
    : step.kind;
}

function forbidsWriting(step: Step): boolean {
  return step.kind === 'mode' && step.to !== undefined && step.to !== 'READWRITE';
}

function missingReferences(
  additions: readonly DeclaredVersion[],
  tree: SchemaTree,
  { subjects }: Snapshot,
): readonly Problem[] {
  const keyOf = (subject: string, version: number) => `${version}:${subject}`;
  const there = new Set<string>();
  for (const { subject, versions } of tree.subjects) {
    for (const { version } of versions) there.add(keyOf(subject, version));
  }
  for (const [subject, { versions }] of subjects) {
    for (const { version } of versions) there.add(keyOf(subject, version));
  }
  return additions.flatMap(({ references, referencePlaces, place }) =>
    references.flatMap(({ subject, version }, index) => {
      if (there.has(keyOf(subject, version))) return [];
      const reason = `It refers to version ${version} of "${subject}", which neither the registry nor the tree has`;
      return [{ ...(referencePlaces[index] ?? place), reason }];
    }),
  );
}
