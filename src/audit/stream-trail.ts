import { chainLine, origin, type Position } from './chain.ts';
import type { AuditEvent } from './event.ts';
import { eventText } from './event-text.ts';
import type { OwnedTrail } from './trail.ts';

export interface StreamTrailOptions {
  /** Takes a line with its line feed. */
  readonly write: (line: string) => void;
  readonly key: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Hands events on as they come, to whoever keeps what a process prints. The chain begins anew with each start. */
export class StreamTrail implements OwnedTrail {
  readonly #options: StreamTrailOptions;
  #position: Position = origin;

  constructor(options: StreamTrailOptions) {
    this.#options = options;
  }

  get stats() {
    return { recorded: this.#position.sequence, dropped: 0, writing: true, position: this.#position };
  }

  record(event: AuditEvent): void {
    const { write, key, now } = this.#options;
    const { text, position } = chainLine(eventText(event, now()), this.#position, key);
    this.#position = position;
    write(`${text}\n`);
  }

  flushSync(): void {
    // Whoever takes the lines writes them.
  }

  async close(): Promise<void> {
    this.flushSync();
  }
}
