/** Bound on what is remembered, in characters or what takes about as much. */
const most = 2 * 1024 * 1024;

/** What an answer takes besides its text. */
const overhead = 200;

/** Told of each question whether memory had its answer, as part of the call; must not throw. */
export type OnRead = (known: boolean) => void;

/** What a question is: a few fixed words, or a text, which is long and costly to join with other words. */
export type QuestionKind = 'words' | 'text';

type Remembered = { weight: number } & Record<QuestionKind, Map<string, unknown> | undefined>;

/**
 * Answers of the database, by what they are about and the question, so that what is asked again and again
 * costs no statement. Whoever changes the database must then `forget` what the change is about. All answers about one
 * topic are forgotten together, so that none is older than the first that was given after that.
 */
export class ReadMemory<Topic> {
  readonly #topics = new Map<Topic, Remembered>();
  readonly #onRead: OnRead | undefined;
  #weight = 0;

  constructor(onRead?: OnRead) {
    this.#onRead = onRead;
  }

  /**
   * The answer to a question, from `read` when it is not known. One question must always have answers of
   * one type. `weigh` gives the characters in an answer.
   */
  answer<T>(
    topic: Topic,
    question: string,
    read: () => T,
    weigh: (answer: T) => number,
    kind: QuestionKind = 'words',
  ): T {
    const known = this.#topics.get(topic)?.[kind];
    const answer = known?.get(question);
    const remembered = answer !== undefined || known?.has(question) === true;
    this.#onRead?.(remembered);
    if (remembered) return answer as T;
    return this.#keep(topic, question, kind, read(), weigh);
  }

  forget(topic: Topic): void {
    this.#weight -= this.#topics.get(topic)?.weight ?? 0;
    this.#topics.delete(topic);
  }

  forgetAll(): void {
    this.#topics.clear();
    this.#weight = 0;
  }

  #keep<T>(topic: Topic, question: string, kind: QuestionKind, answer: T, weigh: (answer: T) => number): T {
    const weight = overhead + question.length + weigh(answer);
    if (this.#weight + weight > most) {
      // All at once: they are quickly read again, and which of them are in use is not worth knowing.
      this.forgetAll();
      return answer;
    }
    let remembered = this.#topics.get(topic);
    if (remembered === undefined) {
      remembered = { weight: 0, words: undefined, text: undefined };
      this.#topics.set(topic, remembered);
    }
    (remembered[kind] ??= new Map()).set(question, answer);
    remembered.weight += weight;
    this.#weight += weight;
    return answer;
  }
}
