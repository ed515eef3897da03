import { setImmediate } from 'node:timers/promises';
import { createRegistry } from '../registry/registry.ts';
import type { CompatibilityLevel } from '../registry/settings.ts';
import { SubjectWriters } from '../registry/subject-writers.ts';
import type { Formats } from './compare-version.ts';
import { localPort } from './local-port.ts';
import { MemoryStore } from './memory-store.ts';
import type { Problem } from './model.ts';
import type { Plan } from './plan.ts';
import { Refusal } from './port.ts';
import { type Snapshot, snapshotRecords } from './snapshot.ts';
import { takeStep } from './step.ts';

export interface RehearsalRules {
  readonly formats: Formats;
  readonly defaultLevel: CompatibilityLevel;
}

/**
 * The plan with what the registry would refuse of it, found by taking every step in a copy of what the plan
 * concerns. So a version is also compared with those that the same tree adds before it. Once a step of
 * a subject is refused, its later ones would be judged wrongly and are left out.
 */
export async function rehearse(plan: Plan, snapshot: Snapshot, rules: RehearsalRules): Promise<Plan> {
  if (plan.steps.length === 0) return plan;
  const store = new MemoryStore(snapshotRecords(snapshot));
  const registry = createRegistry({
    store,
    formats: rules.formats,
    parsed: new Map(),
    writers: new SubjectWriters(),
    holdersChanged: () => undefined,
    defaultLevel: rules.defaultLevel,
    pause: () => setImmediate(),
    now: () => 0,
  });
  const port = localPort(registry, store);
  const problems: Problem[] = [];
  const broken = new Set(plan.problems.map(({ path }) => folderOf(path)));
  for (const step of plan.steps) {
    // A large plan must not keep a service from its requests.
    await setImmediate();
    const folder = folderOf(step.place.path);
    if (folder !== undefined && broken.has(folder)) continue;
    const reason = await refusal(() => takeStep(port, step));
    if (reason === undefined) continue;
    problems.push({ ...step.place, reason });
    broken.add(folder);
  }
  return { ...plan, problems: [...plan.problems, ...problems] };
}

/** Tells the subjects of a tree apart; those of deletions, which have no file, need not be. */
function folderOf(path: string): string | undefined {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : undefined;
}

async function refusal(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
