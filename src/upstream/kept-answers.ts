import type { Store } from '../registry/store.ts';

/** Answers of the upstream registry that outlive this process: facts about the local store, by path. */
export class KeptAnswers {
  readonly #local: Pick<Store, 'property' | 'commit'>;

  constructor(local: Pick<Store, 'property' | 'commit'>) {
    this.#local = local;
  }

  /** The answer as JSON, `null` for one that was there and is gone; undefined when there was none. */
  async find(path: string): Promise<string | undefined> {
    return this.#local.property(nameOf(path));
  }

  /** An answer that can't be kept is asked for again: nobody waits for it to be. */
  keep(path: string, json: string): void {
    const write = { kind: 'set-property', name: nameOf(path), value: json } as const;
    this.#local.commit({ guards: [], writes: [write] }).catch(() => undefined);
  }
}

function nameOf(path: string): string {
  return `upstream ${path}`;
}
