import { Gauge, type Registry } from '@prometheus-io/client';
import type { Plan } from '../../schema-tree/plan.ts';
import type { SyncReport } from './sync-report.ts';

/** Scrapes compare directory and store at most this often, in milliseconds. */
const compareEveryMs = 60_000;

type Drift = Pick<Plan, 'problems' | 'undeclared'> & { readonly steps: readonly unknown[] };

/** Measures how directory and store differ: at each sync, and between syncs when somebody scrapes. */
export class DirectoryMetrics {
  readonly #compare: () => Promise<Plan>;
  readonly #drift: Gauge<'kind'>;
  readonly #lastSuccess: Gauge;
  #comparedAt = Number.NEGATIVE_INFINITY;

  constructor(registry: Registry, compare: () => Promise<Plan>) {
    this.#compare = compare;
    const refresh = () => this.#refresh();
    this.#drift = new Gauge({
      name: 'schemagate_schema_directory_drift',
      help: 'Differences between the schema directory and the store: declared and not there (pending), there and not declared (undeclared), in contradiction or unreadable (problem).',
      labelNames: ['kind'],
      registers: [registry],
      collect: refresh,
    });
    this.#lastSuccess = new Gauge({
      name: 'schemagate_schema_directory_last_sync_success_timestamp_seconds',
      help: 'When the store last held all that the schema directory declares; 0: not since the start.',
      registers: [registry],
    });
  }

  synced({ outcome, changes, applied, problems, undeclared }: SyncReport): void {
    this.#show({ steps: changes.slice(applied), problems, undeclared });
    if (outcome === 'applied' || outcome === 'unchanged') this.#lastSuccess.setToCurrentTime();
  }

  async #refresh(): Promise<void> {
    if (performance.now() - this.#comparedAt < compareEveryMs) return;
    try {
      this.#show(await this.#compare());
    } catch {
      // The directory or the store is away.
      this.#show({ steps: [], problems: [{ path: '', reason: '' }], undeclared: [] });
    }
  }

  #show({ steps, problems, undeclared }: Drift): void {
    this.#comparedAt = performance.now();
    this.#drift.set({ kind: 'pending' }, steps.length);
    this.#drift.set({ kind: 'undeclared' }, undeclared.length);
    this.#drift.set({ kind: 'problem' }, problems.length);
  }
}
