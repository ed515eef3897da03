import { madeHere } from './damage.ts';
import type { ParsedSchema } from './format.ts';
import type { Guid, SchemaContent, SchemaId, StoredSchema, SubjectVersion } from './schema.ts';
import type { CommitResult, Ticket } from './store.ts';

/** A version that is on its way to the disk. */
export interface Addition {
  readonly version: Omit<SubjectVersion, 'id'>;
  readonly content: SchemaContent;
  readonly guid: Guid;
  /** The schema as read, where that was kept. */
  readonly parsed: ParsedSchema | undefined;
  /** All versions of the subject before it, as they were when it was decided. */
  readonly before: readonly SubjectVersion[];
  /** The revision of the subject with it. */
  readonly revision: number;
}

/** What a version holds whose schema has no id yet, so that a negative number stands for it; and what became of it. */
export interface Pending {
  readonly schema: StoredSchema;
  readonly parsed: ParsedSchema | undefined;
  readonly fate: Fate;
}

interface Fate {
  /** The id under which it was committed. */
  storedAs: SchemaId | undefined;
}

/** A subject as it will be once all that is on its way is committed. Stays as it is while the line goes on. */
export interface Expected {
  readonly versions: readonly SubjectVersion[];
  readonly revision: number;
  /** What stands behind the negative ids among the versions. */
  readonly pending: ReadonlyMap<SchemaId, Pending>;
  /** The change that all of this rests on. */
  readonly last: Ticket;
}

let provisional = 0;

/** Stands for the id of a schema that is not stored yet; never the same twice, and never a real one. */
function provisionalId(): SchemaId {
  provisional -= 1;
  return provisional as SchemaId;
}

export function isProvisional(id: SchemaId): boolean {
  return id < 0;
}

interface Joined {
  readonly ticket: Ticket;
  readonly addition: Addition;
  /** What it was decided on, when that was this line. */
  readonly on: Expected | undefined;
  readonly fate: Fate;
}

/** Versions of one subject on their way to the disk, each decided on those before it. */
export class SubjectLine {
  readonly #onEnd: () => void;
  readonly #settling = new Set<Promise<void>>();
  #last: Joined | undefined;
  #expected: Expected | undefined;
  #broken = false;

  /** `onEnd` is told when the line has ended, perhaps several times. */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** Nothing may rest on it any more: all is settled, or one was not committed, and so those behind it will not be. */
  get ended(): boolean {
    return this.#broken || this.#settling.size === 0;
  }

  /** What a decision may rest on; undefined when there is nothing. */
  get expected(): Expected | undefined {
    if (this.ended || this.#last === undefined) return undefined;
    return (this.#expected ??= expectedAfter(this.#last));
  }

  /** Resolves when it is known of each whether it is committed. */
  async settled(): Promise<void> {
    await Promise.all(this.#settling);
  }

  /** `on`: what the addition was decided on, when that was this line. */
  add(ticket: Ticket, addition: Addition, committed: Promise<CommitResult>, on: Expected | undefined): void {
    const fate: Fate = { storedAs: undefined };
    this.#last = { ticket, addition, on, fate };
    this.#expected = undefined;
    const settle = (id: SchemaId | undefined) => {
      fate.storedAs = id;
      if (id === undefined) this.#broken = true;
      this.#settling.delete(settling);
      if (this.ended) this.#onEnd();
    };
    const settling = committed.then(
      (result) => settle(result.outcome === 'committed' ? result.schemaIds[0] : undefined),
      () => settle(undefined),
    );
    this.#settling.add(settling);
  }
}

function expectedAfter({ ticket, addition, on, fate }: Joined): Expected {
  const { version, content, guid, parsed, before, revision } = addition;
  const pending = new Map<SchemaId, Pending>();
  const versions: SubjectVersion[] = [];
  for (const each of before) {
    const earlier = on?.pending.get(each.id);
    const storedAs = earlier?.fate.storedAs;
    versions.push(storedAs === undefined ? each : { ...each, id: storedAs });
    if (earlier && storedAs === undefined) pending.set(each.id, earlier);
  }
  const id = fate.storedAs ?? provisionalId();
  versions.push({ ...version, id });
  if (fate.storedAs === undefined) {
    pending.set(id, { schema: madeHere({ ...content, id, guid }), parsed, fate });
  }
  return { versions, revision, pending, last: ticket };
}
