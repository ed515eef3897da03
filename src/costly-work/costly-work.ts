import { type Work, type WorkKind, workKinds } from '../registry/format.ts';
import type { FormatTaskName, FormatTasks } from './format-task.ts';
import type { FormatRules } from './formats.ts';
import { Lane, type LaneOptions, type LaneStats } from './lane.ts';

export type CostlyWorkOptions = Readonly<Record<WorkKind, LaneOptions>>;

/** Where schemas are worked on that may take long: a lane for each kind of work, so that none holds up another. */
export class CostlyWork {
  readonly #lanes: Readonly<Record<WorkKind, Lane>>;

  constructor(options: CostlyWorkOptions, rules: FormatRules) {
    const lane = (kind: WorkKind) => new Lane(options[kind], rules);
    this.#lanes = { registration: lane('registration'), check: lane('check'), lookup: lane('lookup') };
  }

  /** See `Lane.run`. */
  run<Name extends FormatTaskName>(
    name: Name,
    task: FormatTasks[Name]['task'],
    { kind, signal }: Work,
  ): Promise<FormatTasks[Name]['answer']> {
    return this.#lanes[kind].run(name, task, signal);
  }

  stats(): Readonly<Record<WorkKind, LaneStats>> {
    const { registration, check, lookup } = this.#lanes;
    return { registration: registration.stats(), check: check.stats(), lookup: lookup.stats() };
  }

  async close(): Promise<void> {
    await Promise.all(workKinds.map((kind) => this.#lanes[kind].close()));
  }
}
