import fastify from 'fastify';
import { expect, it } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.ts';
import { audit } from '../../src/plugins/audit.ts';

const event = { event: 'authentication.failed', outcome: 'denied', actor: 'anonymous:' } as const;

it('hands events to the trail', async () => {
  const events: AuditEvent[] = [];
  const app = fastify();
  await app.register(audit, { trail: { record: (given) => events.push(given) } });
  app.audit.record(event);
  expect(events).toEqual([event]);
});

it('takes events when there is no trail', async () => {
  const app = fastify();
  await app.register(audit);
  expect(app.audit.record(event)).toBeUndefined();
});
