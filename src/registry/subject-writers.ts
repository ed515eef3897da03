import { KeyedQueue } from './keyed-queue.ts';
import type { CommitResult, Ticket } from './store.ts';
import { type Addition, type Expected, SubjectLine } from './subject-line.ts';

/** The writers of each subject within this process: they take turns, so that they rarely conflict in the store. */
export class SubjectWriters {
  readonly #turns = new KeyedQueue();
  readonly #lines = new Map<string, SubjectLine>();

  /** Runs the task when its turn comes and nothing of the subject is on its way to the disk. */
  run<T>(subject: string, task: () => Promise<T>): Promise<T> {
    return this.takeTurn(subject, async () => {
      await this.settled(subject);
      return await task();
    });
  }

  /** Runs the task when its turn comes; what was decided before may still be on its way. */
  takeTurn<T>(subject: string, task: () => Promise<T>): Promise<T> {
    return this.#turns.run(subject, task);
  }

  /** The subject as it is expected to be; undefined when nothing is on its way, and the store tells. */
  expected(subject: string): Expected | undefined {
    return this.#lines.get(subject)?.expected;
  }

  /** Resolves when it is known of all that is on its way whether it is committed. To be asked during a turn. */
  async settled(subject: string): Promise<void> {
    await this.#lines.get(subject)?.settled();
  }

  /** Lets the next in turn decide on this addition, which was decided `on` this. To be called in the turn of both. */
  add(ticket: Ticket, addition: Addition, committed: Promise<CommitResult>, on: Expected | undefined): void {
    const { subject } = addition.version;
    const known = this.#lines.get(subject);
    const line = known === undefined || known.ended ? this.#newLine(subject) : known;
    line.add(ticket, addition, committed, on);
  }

  #newLine(subject: string): SubjectLine {
    const line = new SubjectLine(() => {
      if (this.#lines.get(subject) === line) this.#lines.delete(subject);
    });
    this.#lines.set(subject, line);
    return line;
  }
}
