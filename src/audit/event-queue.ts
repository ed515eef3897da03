/** Events that wait to be written, up to a number of characters; what comes beyond is counted. */
export class EventQueue {
  readonly #maxCharacters: number;
  readonly #texts: string[] = [];
  #characters = 0;
  #accepted = 0;
  #dropped = 0;
  #toldDropped = 0;

  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  get accepted(): number {
    return this.#accepted;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Whether there is an event to write, or drops to tell of. */
  get hasMore(): boolean {
    return this.#texts.length > 0 || this.#dropped > this.#toldDropped;
  }

  push(text: string): void {
    if (this.#characters + text.length > this.#maxCharacters) {
      this.#dropped += 1;
      return;
    }
    this.#accepted += 1;
    this.#texts.push(text);
    this.#characters += text.length;
  }

  /** Takes the oldest events, of about as many characters; one at least when there is one. */
  take(characters: number): readonly string[] {
    let count = 0;
    let taken = 0;
    for (const text of this.#texts) {
      if (count > 0 && taken + text.length > characters) break;
      count += 1;
      taken += text.length;
    }
    this.#characters -= taken;
    return this.#texts.splice(0, count);
  }

  /** Events dropped since this was asked last; 0 while others wait, which came before them. */
  takeDropped(): number {
    if (this.#texts.length > 0) return 0;
    const count = this.#dropped - this.#toldDropped;
    this.#toldDropped = this.#dropped;
    return count;
  }
}
