import { Counter, type Registry } from '@prometheus-io/client';

export interface LabelledCountsOptions<Label extends string, Value extends string> {
  /** Of the metric. */
  readonly name: string;
  readonly help: string;
  readonly label: Label;
  /** All values of the label: each is told of from the start. */
  readonly values: readonly Value[];
}

/** How often each of a few kinds of thing happened since the start, and the metric that tells of it. */
export class LabelledCounts<Label extends string, Value extends string> {
  readonly #options: LabelledCountsOptions<Label, Value>;
  readonly #counts: Map<Value, number>;

  constructor(options: LabelledCountsOptions<Label, Value>) {
    this.#options = options;
    this.#counts = new Map(options.values.map((value) => [value, 0]));
  }

  add(value: Value): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  entries(): readonly (readonly [Value, number])[] {
    return [...this.#counts];
  }

  /** Puts the counts into a registry; read when somebody scrapes. */
  expose(registry: Registry): void {
    const { name, help, label } = this.#options;
    const entries = () => this.entries();
    registry.registerMetric(
      new Counter<string>({
        name,
        help,
        labelNames: [label],
        registers: [],
        collect() {
          this.reset();
          for (const [value, count] of entries()) this.inc({ [label]: value }, count);
        },
      }),
    );
  }
}
