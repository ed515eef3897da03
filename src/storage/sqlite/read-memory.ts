/** Bound on what is remembered, in characters or what takes about as much. */
const most = 2 * 1024 * 1024;

/** What an answer takes besides its text. */
const overhead = 200;

/**
 * Answers of the database, by what they are about and the question, so that what is asked again and again
 * costs no statement. Whoever changes the database must then `forgetAll`.
 */
export class ReadMemory<Topic> {
  readonly #topics = new Map<Topic, Map<string, unknown>>();
  #weight = 0;

  /**
   * The answer to a question, from `read` when it is not known. One question must always have answers of
   * one type. `weigh` gives the characters in an answer.
   */
  answer<T>(topic: Topic, question: string, read: () => T, weigh: (answer: T) => number): T {
    let answers = this.#topics.get(topic);
    const known = answers?.get(question);
    if (known !== undefined || answers?.has(question)) return known as T;
    const answer = read();
    this.#weight += overhead + question.length + weigh(answer);
    if (this.#weight > most) {
      // All at once: they are quickly read again, and which of them are in use is not worth knowing.
      this.forgetAll();
      return answer;
    }
    if (answers === undefined) this.#topics.set(topic, (answers = new Map()));
    answers.set(question, answer);
    return answer;
  }

  /** Its weight counts until the next `forgetAll`: that only makes the bound tighter. */
  forget(topic: Topic): void {
    this.#topics.delete(topic);
  }

  forgetAll(): void {
    this.#topics.clear();
    this.#weight = 0;
  }
}
