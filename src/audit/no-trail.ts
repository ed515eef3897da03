import type { AuditTrail } from './event.ts';

/** Stands for a trail where none is kept. */
export const noTrail: AuditTrail = { record: () => undefined };
