import fastify, { type FastifyInstance } from 'fastify';
import { apiDescription } from './api-description.ts';
import { flagsSet } from './config/flags.ts';
import { defaultSchemaDirectory } from './config/schema-directory.ts';
import type { Config } from './config.ts';
import { accessDecision } from './plugins/access-decision.ts';
import { audit, configuredAudit, type OpenAudit } from './plugins/audit.ts';
import { authentication } from './plugins/authentication.ts';
import { authorization } from './plugins/authorization.ts';
import { backups } from './plugins/backups.ts';
import { caching } from './plugins/caching.ts';
import { compression } from './plugins/compression.ts';
import { connectionClose } from './plugins/connection-close.ts';
import { contentCoding } from './plugins/content-coding.ts';
import { contentNegotiation } from './plugins/content-negotiation.ts';
import { cors } from './plugins/cors.ts';
import { costlyWork } from './plugins/costly-work.ts';
import { diskSpace } from './plugins/disk-space.ts';
import { edgeStore } from './plugins/edge-store.ts';
import { errors } from './plugins/errors.ts';
import { featureFlags } from './plugins/feature-flags.ts';
import { filePermissions } from './plugins/file-permissions.ts';
import { forgetErrors } from './plugins/forget-errors.ts';
import { health } from './plugins/health.ts';
import { http2Sessions } from './plugins/http2-sessions.ts';
import { keptAnswers } from './plugins/kept-answers.ts';
import { keyWatch } from './plugins/key-watch.ts';
import { lazySchemas } from './plugins/lazy-schemas.ts';
import { loadShedding } from './plugins/load-shedding.ts';
import { logLevel } from './plugins/log-level.ts';
import type { BatchingDestination } from './plugins/logging/batching-destination.ts';
import { requestIds } from './plugins/logging.ts';
import { metrics } from './plugins/metrics.ts';
import { notFound } from './plugins/not-found.ts';
import { openapi } from './plugins/openapi.ts';
import { outbound } from './plugins/outbound.ts';
import { parameters } from './plugins/parameters.ts';
import { preconditions } from './plugins/preconditions.ts';
import { profiles } from './plugins/profiles.ts';
import { quickAnswers } from './plugins/quick-answers.ts';
import { rateLimit } from './plugins/rate-limit.ts';
import { registry } from './plugins/registry.ts';
import { replyHeaders } from './plugins/reply-headers.ts';
import { requestBody } from './plugins/request-body.ts';
import { requestLimits } from './plugins/request-limits.ts';
import { responseShape } from './plugins/response-shape.ts';
import { revalidation } from './plugins/revalidation.ts';
import { schemaDirectory } from './plugins/schema-directory.ts';
import { schemaResponses } from './plugins/schema-responses.ts';
import { configuredStore, type OpenStore, schemaStore } from './plugins/schema-store.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import { staleness } from './plugins/staleness.ts';
import { timeLimits } from './plugins/time-limits.ts';
import { tls } from './plugins/tls.ts';
import { tracing } from './plugins/tracing.ts';
import { webhooks } from './plugins/webhooks.ts';
import { backupRoutes } from './routes/backups.ts';
import { compatibilityRoutes } from './routes/compatibility.ts';
import { configRoutes } from './routes/config.ts';
import { diagnosticsRoutes } from './routes/diagnostics.ts';
import { flagRoutes } from './routes/flags.ts';
import { healthRoutes } from './routes/health.ts';
import { keyRoutes } from './routes/keys.ts';
import { modeRoutes } from './routes/mode.ts';
import { schemaDirectoryRoutes } from './routes/schema-directory.ts';
import { schemaHolderRoutes } from './routes/schema-holders.ts';
import { schemaRoutes } from './routes/schemas.ts';
import { schemaByGuidRoutes } from './routes/schemas-by-guid.ts';
import { schemaByIdRoutes } from './routes/schemas-by-id.ts';
import { serverInfoRoutes } from './routes/server-info.ts';
import { subjectVersionRoutes } from './routes/subject-versions.ts';
import { subjectRoutes } from './routes/subjects.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { configuredCertificates, serverOptions } from './server-options.ts';
import { version } from './version.ts';

export interface AppOptions {
  readonly config: Config;
  /** Where log lines go. */
  readonly log: Pick<BatchingDestination, 'write' | 'waitingBytes' | 'droppedBytes'>;
  /** Another store than the embedded one in the data directory. */
  readonly openStore?: OpenStore;
  /** Another audit log than the one in the settings. */
  readonly openAudit?: OpenAudit;
}

/** The API server, whole but not listening. Its store opens once it is ready: see `storeOpened`. */
export async function buildApp({ config, log, openStore, openAudit }: AppOptions): Promise<FastifyInstance> {
  const certificates = configuredCertificates(config);
  const options = serverOptions(config, log, certificates?.current);
  const app = fastify(options);

  await app.register(lazySchemas);
  await app.register(replyHeaders);
  await app.register(quickAnswers, {
    accessLog: options.logController,
    trustsProxies: config.TRUST_PROXY !== 'false',
    hearsOfChanges: config.UPSTREAM_URL === '',
    isOn: () => app.featureFlags.on['quick-lane'],
  });
  await app.register(errors);
  await app.register(requestIds);
  await app.register(metrics, { version, log });
  await app.register(tracing, { settings: config, version });
  const toLog = (line: string) => log.write(line);
  await app.register(audit, { version, settings: config, open: openAudit ?? configuredAudit(config, toLog) });
  await app.register(featureFlags, { environment: flagsSet(config), file: config.FLAGS_FILE });
  await app.register(logLevel);
  await app.register(forgetErrors);
  await app.register(filePermissions, { settings: config });
  await app.register(diskSpace, { settings: config });
  await app.register(outbound, {
    hostTimeouts: config.OUTBOUND_HOST_TIMEOUTS,
    allowPrivate: config.OUTBOUND_ALLOW_PRIVATE,
    timeouts: {
      connect: config.OUTBOUND_CONNECT_TIMEOUT_MS,
      headers: config.OUTBOUND_HEADERS_TIMEOUT_MS,
      body: config.OUTBOUND_BODY_TIMEOUT_MS,
      total: config.OUTBOUND_TOTAL_TIMEOUT_MS,
    },
    patience: 1000,
    tracing: app.tracing,
  });
  await app.register(tls, { certificates });
  if (certificates) await app.register(http2Sessions, { requestTimeoutMs: config.REQUEST_TIMEOUT_MS });
  await app.register(requestLimits, {
    maxUrlBytes: config.URL_LIMIT_BYTES,
    maxHeaders: config.HEADER_LIMIT_COUNT,
    maxHeaderBytes: config.HEADER_LIMIT_BYTES,
    maxConnections: config.MAX_CONNECTIONS,
  });
  await app.register(securityHeaders, { https: certificates !== undefined });
  await app.register(cors, { origins: config.CORS_ORIGINS });
  await app.register(authentication, {
    settings: config,
    fetch: (url, init) => app.outbound.fetch(url, init),
  });
  await app.register(rateLimit, { settings: config });
  app.rateLimitRefusals.expose(app.metricsRegistry);
  await app.register(loadShedding, {
    maxEventLoopDelay: config.MAX_EVENT_LOOP_DELAY_MS,
    maxEventLoopUtilization: config.MAX_EVENT_LOOP_UTILIZATION,
    maxHeapUsedBytes: config.MAX_HEAP_USED_BYTES,
    maxRssBytes: config.MAX_RSS_BYTES,
    maxInFlight: config.MAX_IN_FLIGHT,
    inFlight: () => app.activeRequests.count,
  });
  app.sheds.expose(app.metricsRegistry);
  await app.register(timeLimits, {
    read: config.READ_TIMEOUT_MS,
    write: config.WRITE_TIMEOUT_MS,
    validate: config.VALIDATE_TIMEOUT_MS,
    admin: config.ADMIN_TIMEOUT_MS,
  });
  await app.register(profiles, { directory: `${config.DATA_DIR}/profiles` });
  await app.register(health, { version, settings: config });
  await app.register(connectionClose);
  await app.register(authorization);

  await app.register(openapi, apiDescription);
  await app.register(contentNegotiation);
  await app.register(contentCoding, {
    isOn: () => config.COMPRESSION && app.featureFlags.on.compression,
    minBytes: config.COMPRESSION_MIN_BYTES,
  });
  await app.register(caching, {
    isPrivate: () => app.accessControl.on,
    varying: [...(config.COMPRESSION ? ['Accept-Encoding'] : []), ...(config.CORS_ORIGINS ? ['Origin'] : [])],
  });
  await app.register(revalidation);
  await app.register(compression);
  await app.register(preconditions);
  await app.register(responseShape);
  await app.register(requestBody);
  await app.register(parameters);
  await app.register(notFound);

  const asksUpstream = () => app.featureFlags.on['upstream-reads'];
  await app.register(schemaStore, {
    open: edgeStore(app, config, openStore ?? configuredStore(config), asksUpstream),
    tracing: app.tracing,
  });
  await app.register(accessDecision, {
    mode: config.AUTH,
    embedded: config.DATABASE_URL === '',
    hosts: { HOST: config.HOST, METRICS_HOST: config.METRICS_HOST },
  });
  await app.register(keyWatch);
  await app.register(backups, {
    settings: config,
    schedule: config.BACKUP_SCHEDULE,
    keepsSchedule: () => app.featureFlags.on['scheduled-backups'],
  });
  await app.register(webhooks, {
    endpoints: config.WEBHOOKS,
    source: config.WEBHOOK_SOURCE,
    maxAttempts: config.WEBHOOK_MAX_ATTEMPTS,
    attemptMs: app.outbound.longestCall,
    delivers: () => app.featureFlags.on['webhook-delivery'],
  });
  await app.register(keptAnswers);
  await app.register(schemaResponses, { maxBytes: config.CACHE_MAX_BYTES });
  await app.register(staleness);
  const rules = {
    defaultLevel: config.COMPATIBILITY_LEVEL,
    soundCompatibility: config.SOUND_COMPATIBILITY,
  };
  await app.register(costlyWork, {
    ...config,
    sound: config.SOUND_COMPATIBILITY,
    takesCostlyWork: () => app.featureFlags.on['costly-schemas'],
  });
  await app.register(registry, rules);
  await app.register(schemaDirectory, {
    ...rules,
    // An edge takes no changes, not even of samples.
    directory: config.UPSTREAM_URL === '' ? config.SCHEMA_DIR : '',
    samples: config.SCHEMA_DIR === defaultSchemaDirectory,
    watch: config.SCHEMA_DIR_WATCH,
  });
  app.readiness.openWhen(Promise.all([app.schemasLoaded, app.accessControl.decided]));

  await app.register(healthRoutes);
  await app.register(serverInfoRoutes, { version });
  await app.register(schemaRoutes);
  await app.register(schemaByIdRoutes);
  await app.register(schemaByGuidRoutes);
  await app.register(schemaHolderRoutes);
  await app.register(subjectRoutes);
  await app.register(subjectVersionRoutes);
  await app.register(compatibilityRoutes);
  await app.register(configRoutes);
  await app.register(modeRoutes);
  await app.register(schemaDirectoryRoutes);
  await app.register(backupRoutes);
  await app.register(webhookRoutes);
  await app.register(keyRoutes);
  await app.register(diagnosticsRoutes);
  await app.register(flagRoutes);
  return app;
}
