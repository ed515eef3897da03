import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { AuditTrail } from '../audit/event.ts';
import { FloodGuard } from '../audit/flood-guard.ts';
import { noTrail } from '../audit/no-trail.ts';
import type { OwnedTrail } from '../audit/trail.ts';
import { isSecretSetting } from '../config/secret-settings.ts';
import { configSchema } from '../config.ts';
import { type AuditLogListeners, type AuditSettings, openAuditLog } from '../jobs/audit-log.ts';
import { auditMetrics } from './audit/audit-metrics.ts';
import { keepRequester } from './audit/requester.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Where events that matter to security are recorded; takes them and keeps nothing when there is no trail. */
    readonly audit: AuditTrail;
    /** Writes all that waits in the audit log, for the end of the process. */
    readonly flushAudit: () => void;
  }
}

/** Opens the audit log, if one is to be kept, and tells the operator what happens to it. */
export type OpenAudit = (
  operator: Pick<AuditLogListeners, 'onFinding' | 'onState'>,
) => Promise<OwnedTrail | undefined>;

export interface AuditOptions {
  readonly open: OpenAudit;
  /** Recorded at the start, but for secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly version: string;
}

/** The audit log that the settings name; `write` takes its lines when they go to standard output. */
export function configuredAudit(settings: AuditSettings, write: (line: string) => void): OpenAudit {
  return (operator) => openAuditLog(settings, { ...operator, write });
}

const defaults = new Map(
  Object.entries(configSchema.properties).map(([name, schema]) => [name, schema.default as unknown]),
);

const plugin: FastifyPluginAsync<AuditOptions> = async (app, { open, version, settings }) => {
  const log = await open({
    onFinding: (sentence) => app.log.warn(`audit log, ${sentence}`),
    onState: (state, cause) =>
      state === 'failing'
        ? app.log.error({ err: cause }, 'audit log can not be written: events wait')
        : app.log.info('audit log is written again'),
  });
  if (!log) {
    app.decorate('audit', noTrail);
    app.decorate('flushAudit', () => undefined);
    return;
  }
  const guarded = new FloodGuard(log, Date.now);
  app.decorate('audit', guarded);
  app.decorate('flushAudit', () => {
    guarded.flush();
    log.flushSync();
  });
  auditMetrics(() => log.stats, app.metricsRegistry);
  keepRequester(app);
  guarded.record({ event: 'service.started', outcome: 'success', actor: 'system', details: { version } });
  const loaded = { event: 'config.loaded', outcome: 'success', actor: 'system' } as const;
  guarded.record({ ...loaded, details: publicSettings(settings) });
  app.addHook('onClose', async () => {
    guarded.record({ event: 'service.stopped', outcome: 'success', actor: 'system' });
    guarded.flush();
    await log.close();
    const { sequence, hash } = log.stats.position;
    app.log.info({ anchor: `${sequence}:${hash}` }, 'audit log closed');
  });
};

/** The settings that are not the defaults; of secrets only that they are set. */
function publicSettings(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(settings)
    .filter(([name, value]) => value !== defaults.get(name))
    .map(([name, value]) => [name, isSecretSetting(name, settings) ? 'set' : value]);
  return Object.fromEntries(entries);
}

/** The audit trail for whoever has an event to record: opened before anything that does, and closed behind it. */
export const audit = fastifyPlugin(plugin, { name: 'audit', dependencies: ['metrics'] });
