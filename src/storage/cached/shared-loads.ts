import { type KeepAsker, keepNobody, type Within } from '../../registry/asker.ts';

/**
 * Loads many things by few calls: what is asked for while a call is under way waits for it to end and then
 * shares the next. So an answer is never older than its question.
 */
export class SharedLoads<Key, Value> {
  readonly #load: (keys: readonly Key[]) => Promise<readonly Value[]>;
  readonly #keepAsker: KeepAsker;
  #waiting: Waiting<Key, Value>[] = [];
  #busy = false;

  /**
   * @param load gives one value for each key, in order
   * @param keepAsker a call is part of what asked its first question
   */
  constructor(
    load: (keys: readonly Key[]) => Promise<readonly Value[]>,
    keepAsker: KeepAsker | undefined = keepNobody,
  ) {
    this.#load = load;
    this.#keepAsker = keepAsker;
  }

  /** The values of the keys, in order. */
  values(keys: readonly Key[]): Promise<readonly Value[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Value[]>();
    this.#waiting.push({ keys, within: this.#keepAsker(), resolve, reject });
    if (!this.#busy) void this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, most);
      await group[0]?.within(() => this.#loadTogether(group));
    }
    this.#busy = false;
  }

  async #loadTogether(group: readonly Waiting<Key, Value>[]): Promise<void> {
    try {
      const values = await this.#load(group.flatMap(({ keys }) => keys));
      let from = 0;
      for (const { keys, resolve } of group) {
        resolve(values.slice(from, from + keys.length));
        from += keys.length;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

interface Waiting<Key, Value> {
  readonly keys: readonly Key[];
  readonly within: Within;
  readonly resolve: (values: readonly Value[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Questions that share a call. */
const most = 100;
