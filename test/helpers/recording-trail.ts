import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { AuditEvent, AuditTrail } from '../../src/audit/event.ts';
import type { OwnedTrail } from '../../src/audit/trail.ts';

/** An audit log in memory. */
export class RecordingTrail implements OwnedTrail {
  readonly events: AuditEvent[] = [];
  readonly stats = { recorded: 0, dropped: 0, writing: true, position: { sequence: 0, hash: '' } };
  flushed = 0;
  closed = 0;

  record(event: AuditEvent): void {
    this.events.push(event);
  }

  flushSync(): void {
    this.flushed += 1;
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  /** Events of this kind. */
  of(event: string): AuditEvent[] {
    return this.events.filter((recorded) => recorded.event === event);
  }

  /** Opens the log, as plugins and the app are told to. */
  open = async (): Promise<OwnedTrail> => this;
}

/** Stands for the audit plugin where that is not what is tested. */
export function auditInto(trail: AuditTrail) {
  const plugin = (app: FastifyInstance, _options: object, done: () => void) => {
    app.decorate('audit', trail);
    done();
  };
  return fastifyPlugin(plugin, { name: 'audit' });
}
