import { createHash } from 'node:crypto';
import type { ErrorCategory } from '../../registry/errors.ts';
import type { ErrorReply } from './describe-error.ts';

/** Errors of one kind at one place. */
export interface ErrorGroup {
  /** The same for the same kind at the same place, also after a restart. */
  readonly fingerprint: string;
  readonly category: ErrorCategory;
  readonly code: number;
  /** Class of the error. */
  readonly name: string;
  readonly route: string;
  /** Where in this service's own code a fault of the service came up. */
  readonly frame?: string;
  count: number;
  /** RFC 3339. */
  readonly firstSeen: string;
  lastSeen: string;
  /** The last of its requests. */
  requestId: string;
}

/** Bound on memory: some hundred bytes each. */
const maxGroups = 200;

/** Which errors were answered, grouped; beyond the bound, those that were not seen for longest are forgotten. */
export class ErrorGroups {
  readonly #groups = new Map<string, ErrorGroup>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Keeps nothing of an error's message, which may hold what clients sent or secrets. */
  add(error: unknown, answer: ErrorReply, route: string, requestId: string): void {
    const name = error instanceof Error ? error.name : typeof error;
    // To write a stack out takes longer than a client's mistake is worth.
    const frame = answer.status >= 500 && error instanceof Error ? ownFrame(error.stack) : undefined;
    const key = `${answer.category} ${answer.code} ${name} ${route} ${frame?.replace(/(:\d+)+$/, '') ?? ''}`;
    const time = new Date(this.#now()).toISOString();
    const known = this.#groups.get(key);
    const group: ErrorGroup = known ?? {
      fingerprint: digest(key),
      category: answer.category,
      code: answer.code,
      name,
      route,
      ...(frame !== undefined && { frame }),
      count: 0,
      firstSeen: time,
      lastSeen: time,
      requestId,
    };
    group.count += 1;
    group.lastSeen = time;
    group.requestId = requestId;
    // Behind the others, so that the first is the one to forget.
    this.#groups.delete(key);
    this.#groups.set(key, group);
    const [oldest] = this.#groups.keys();
    if (this.#groups.size > maxGroups && oldest !== undefined) this.#groups.delete(oldest);
  }

  /** Those seen last come first. */
  list(): readonly ErrorGroup[] {
    return [...this.#groups.values()].reverse();
  }

  /** Forgets them all, and answers how many there were. */
  clear(): number {
    const { size } = this.#groups;
    this.#groups.clear();
    return size;
  }
}

/** The innermost place in `src/`, as file and line. */
function ownFrame(stack = ''): string | undefined {
  return /[/\\](src[/\\](?!.*node_modules)[\w./\\-]+\.ts:\d+)/.exec(stack)?.[1];
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
