import { loosePermissions } from '../../host/loose-permissions.ts';
import type { Problem, SchemaTree } from '../../schema-tree/model.ts';
import type { Plan } from '../../schema-tree/plan.ts';
import type { RegistryPort } from '../../schema-tree/port.ts';
import { reasonOf } from '../../schema-tree/reason.ts';
import type { RehearsalRules } from '../../schema-tree/rehearse.ts';
import { describeStep } from '../../schema-tree/step.ts';
import { outcomeOf, type SyncReport } from './sync-report.ts';

export interface DirectorySyncOptions {
  readonly directory: string;
  readonly port: () => RegistryPort;
  readonly rules: RehearsalRules;
  /** Whether to look for files that others than their owner may write to. */
  readonly checkPermissions: boolean;
  /** Told of each sync that came to an end. */
  readonly onReport: (report: SyncReport) => void;
}

/** Brings the registry to what the schema directory declares, one sync at a time. */
export class DirectorySync {
  readonly #options: DirectorySyncOptions;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<SyncReport> | undefined;

  constructor(options: DirectorySyncOptions) {
    this.#options = options;
  }

  /**
   * Reads the directory as it is after the call, and applies all of it or nothing. Calls that come while a sync
   * is under way share the one behind it. Never rejects: what went wrong is in the report.
   */
  sync(): Promise<SyncReport> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.#sync();
    });
    this.#running = this.#next;
    return this.#next;
  }

  /**
   * What the next sync would change, but for whether the registry would take it. Rejects when the directory or
   * the store can't be read.
   */
  async compare(): Promise<Plan> {
    const { makePlan } = await import('../../schema-tree/plan.ts');
    const { takeSnapshot } = await import('../../schema-tree/snapshot.ts');
    const { port, rules } = this.#options;
    const [tree, registry] = [await this.#tree(), port()];
    const { tellsUnsetLevels } = registry;
    const snapshot = await takeSnapshot(registry, tree, false);
    return makePlan(tree, snapshot, { ...rules, tellsUnsetLevels, prune: false });
  }

  /** Resolves when no sync is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #sync(): Promise<SyncReport> {
    const { directory, checkPermissions, onReport } = this.#options;
    const loose = checkPermissions ? await loosePermissions(directory) : [];
    let report: SyncReport;
    try {
      report = await this.#apply(await this.#tree(), loose);
    } catch (error) {
      // The store is away, or the directory.
      const problems: readonly Problem[] = [{ path: '', reason: reasonOf(error) }];
      const nothing = { changes: [], applied: 0, undeclared: [] };
      report = { outcome: 'failed', problems, ...nothing, loose, cause: error };
    }
    onReport(report);
    return report;
  }

  async #apply(tree: SchemaTree, loose: readonly string[]): Promise<SyncReport> {
    const { applyPlan, planTree } = await import('../../schema-tree/sync.ts');
    const { port, rules } = this.#options;
    const plan = await planTree(port(), tree, { ...rules, prune: false });
    const applied = plan.problems.length > 0 ? undefined : await applyPlan(port(), plan);
    const { step, error } = applied?.failed ?? {};
    return {
      outcome: outcomeOf(plan, applied),
      changes: plan.steps.map((planned) => Object.assign({ change: describeStep(planned) }, planned.place)),
      applied: applied?.taken.length ?? 0,
      problems: step ? [{ ...step.place, reason: reasonOf(error) }] : plan.problems,
      undeclared: plan.undeclared,
      loose,
      cause: error,
    };
  }

  // Loaded when there is something to read: it needs the YAML reader.
  async #tree(): Promise<SchemaTree> {
    const { readTree } = await import('../../schema-tree/read-tree.ts');
    return await readTree(this.#options.directory);
  }
}
