import { LRUCache } from 'lru-cache';
import { StoreUnavailableError } from '../registry/store.ts';
import type { KeptAnswers } from './kept-answers.ts';

export interface AnswersOptions {
  /** Asks the upstream registry; `spare`: an older answer is at hand, so there is no need to wait long. */
  readonly ask: (path: string, spare: boolean) => Promise<Response>;
  readonly kept: KeptAnswers;
  /** How long an answer that can change is taken for current, in milliseconds. */
  readonly ttl: number;
  /** Milliseconds, of any origin. */
  readonly now: () => number;
  /** Told when the upstream stops answering, and when it does again; must not throw. */
  readonly onState: (state: 'away' | 'back', error?: unknown) => void;
}

/** `undefined`: there is nothing of that name. */
type Body = unknown;

interface Known {
  readonly json: string;
  readonly body: Body;
  readonly freshUntil: number;
}

/** Characters of answers that are remembered. */
const maxCharacters = 32_000_000;

/** What the upstream registry answered: kept for good when it never changes, else as long as it is fresh. */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #known = new LRUCache<string, Known>({ maxSize: maxCharacters });
  readonly #asking = new Map<string, Promise<Body>>();
  #lastAnswer: number;
  #away = false;

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.#lastAnswer = options.now();
  }

  /** Seconds since the upstream answered; undefined while it does. */
  get staleFor(): number | undefined {
    return this.#away ? Math.floor((this.#options.now() - this.#lastAnswer) / 1000) : undefined;
  }

  /** What never changes once it is there. @throws StoreUnavailableError */
  lasting(path: string): Promise<Body> {
    return this.#answer(path, Number.POSITIVE_INFINITY);
  }

  /** What may change: current, or what it was when the upstream does not answer. @throws StoreUnavailableError */
  current(path: string): Promise<Body> {
    return this.#answer(path, this.#options.ttl);
  }

  /** Whether there is an answer, of whatever age. */
  async knows(path: string): Promise<boolean> {
    return this.#known.has(path) || (await this.#options.kept.find(path)) !== undefined;
  }

  async #answer(path: string, ttl: number): Promise<Body> {
    const known = this.#known.get(path);
    if (known && this.#options.now() < known.freshUntil) return known.body;
    // All who want to know the same share one question.
    const asking =
      this.#asking.get(path) ?? this.#learn(path, ttl, known).finally(() => this.#asking.delete(path));
    this.#asking.set(path, asking);
    return asking;
  }

  async #learn(path: string, ttl: number, remembered: Known | undefined): Promise<Body> {
    const json = remembered?.json ?? (await this.#options.kept.find(path));
    if (json !== undefined && json !== 'null' && ttl === Number.POSITIVE_INFINITY) {
      return this.#remember(path, json, ttl);
    }
    let answer: Response;
    try {
      answer = await this.#options.ask(path, json !== undefined);
      if (!answer.ok && answer.status !== 404)
        throw new Error(`The upstream registry answered ${answer.status}`);
    } catch (error) {
      this.#isAway(error);
      if (json !== undefined) return this.#remember(path, json, this.#options.ttl);
      throw new StoreUnavailableError('The upstream registry does not answer', { cause: error });
    }
    this.#isBack();
    if (answer.status === 404) {
      if (json !== undefined && json !== 'null') this.#options.kept.keep(path, 'null');
      return this.#remember(path, 'null', this.#options.ttl);
    }
    const learnt = JSON.stringify(await answer.json());
    if (learnt !== json) this.#options.kept.keep(path, learnt);
    return this.#remember(path, learnt, ttl);
  }

  #remember(path: string, json: string, ttl: number): Body {
    const body: unknown = json === 'null' ? undefined : JSON.parse(json);
    const size = path.length + json.length + 1;
    this.#known.set(path, { json, body, freshUntil: this.#options.now() + ttl }, { size });
    return body;
  }

  #isAway(error: unknown): void {
    if (!this.#away) this.#options.onState('away', error);
    this.#away = true;
  }

  #isBack(): void {
    this.#lastAnswer = this.#options.now();
    if (this.#away) this.#options.onState('back');
    this.#away = false;
  }
}
