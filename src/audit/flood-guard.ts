import type { AuditEvent, AuditTrail } from './event.ts';

export interface FloodLimits {
  readonly windowMs: number;
  /** Denials of one kind, from one address and actor, that are recorded one by one in a window. */
  readonly perSource: number;
  /** Denials of one kind, from whomever. */
  readonly perKind: number;
}

const byDefault: FloodLimits = { windowMs: 60_000, perSource: 20, perKind: 600 };

/**
 * A trail that whoever is turned away can't fill, and so push out what it holds: beyond the limits, denials are
 * counted, and the count is recorded with the first event after the window. Nothing else is ever held back.
 */
export class FloodGuard implements AuditTrail {
  readonly #trail: AuditTrail;
  readonly #now: () => number;
  readonly #limits: FloodLimits;
  readonly #counts = new Map<string, number>();
  readonly #suppressed = new Map<string, number>();
  #windowEnd = 0;

  constructor(trail: AuditTrail, now: () => number, limits: FloodLimits = byDefault) {
    this.#trail = trail;
    this.#now = now;
    this.#limits = limits;
  }

  record(event: AuditEvent): void {
    if (this.#now() >= this.#windowEnd) this.#nextWindow();
    if (event.outcome !== 'denied' || this.#admits(event)) this.#trail.record(event);
    else this.#suppressed.set(event.event, (this.#suppressed.get(event.event) ?? 0) + 1);
  }

  /** Records what was only counted until now. */
  flush(): void {
    for (const [event, count] of this.#suppressed) {
      this.#trail.record({
        event: 'audit.suppressed',
        outcome: 'denied',
        actor: 'system',
        details: { event, count },
      });
    }
    this.#suppressed.clear();
  }

  #nextWindow(): void {
    this.flush();
    this.#counts.clear();
    this.#windowEnd = this.#now() + this.#limits.windowMs;
  }

  /** The number of sources that are counted is bounded by the limit of the kind. */
  #admits({ event, address = '', actor }: AuditEvent): boolean {
    const { perSource, perKind } = this.#limits;
    if (this.#count(event) >= perKind) return false;
    const source = JSON.stringify([event, address, actor]);
    if (this.#count(source) >= perSource) return false;
    this.#counts.set(event, this.#count(event) + 1);
    this.#counts.set(source, this.#count(source) + 1);
    return true;
  }

  #count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }
}
