/** Something that people who answer for security want to know of later. */
export interface AuditEvent {
  /** What happened: `subject.version.registered`, `authentication.failed`, … */
  readonly event: string;
  readonly outcome: 'success' | 'denied' | 'failure';
  /** Who did it: kind and id of a principal, or `system`. */
  readonly actor: string;
  /** Network address that it came from. */
  readonly address?: string;
  readonly requestId?: string;
  /** What it was done to, and the state before and after. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Where such events go. Recording never throws and never waits. */
export interface AuditTrail {
  record(event: AuditEvent): void;
}
