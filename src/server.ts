import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';

// Before everything else is loaded, so that only the first start strips types and compiles. The directory
// is as safe as the code itself: whoever may write there may change the packages too.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/schemagate', import.meta.url)));
const { default: closeWithGrace } = await import('close-with-grace');
const { buildApp } = await import('./app.ts');
const { processConfig } = await import('./config.ts');
const { buildMetricsApp } = await import('./metrics-app.ts');
const { openLogOutput } = await import('./plugins/logging/log-output.ts');
const { drain } = await import('./shutdown.ts');
const { startFailure } = await import('./start-failure.ts');
const { version } = await import('./version.ts');

type App = Awaited<ReturnType<typeof buildApp>>;
type MetricsApp = Awaited<ReturnType<typeof buildMetricsApp>>;

/** Time beyond the drain for the rest of an orderly end, in milliseconds. */
const closingMs = 5000;

const loaded = processConfig();
if (loaded.ok) await run(loaded.config).catch((error: unknown) => exitBeforeStart([startFailure(error)]));
else exitBeforeStart(loaded.problems);

async function run(config: Config): Promise<void> {
  const output = openLogOutput(config);
  const log = output.destination;
  process.once('exit', () => log.flushSync());
  const app = await buildApp({ config, log });
  process.prependOnceListener('exit', () => app.flushAudit());
  const metricsApp = await buildMetricsApp({
    registry: app.metricsRegistry,
    config,
    certificates: app.certificates,
    identify: (request) => app.identify(request),
  });
  process.on('SIGHUP', () => {
    output.reopen();
    app.reloadCertificates();
    app.featureFlags.reload();
    void app.syncSchemaDirectory?.();
  });
  closeOnSignals(app, metricsApp, config);
  try {
    await start(app, metricsApp, config);
  } catch (error) {
    // What a start that was called off does not come to is no failure.
    if (app.readiness.obstacle !== 'stopping') throw error;
  }
}

/** Ends in order at SIGINT, SIGTERM and uncaught errors; at once when told so twice, or when it takes too long. */
function closeOnSignals(app: App, metricsApp: MetricsApp, config: Config): void {
  closeWithGrace(
    {
      skip: ['SIGHUP'],
      delay: config.SHUTDOWN_TIMEOUT_MS + closingMs,
      logger: false,
      onSecondSignal: (signal) => app.log.fatal(`second ${signal}: leaving at once`),
      onSecondError: (error) => app.log.fatal({ err: error }, 'error while shutting down: leaving at once'),
      onTimeout: (delay) => app.log.fatal(`not closed within ${delay} ms: leaving at once`),
    },
    async ({ signal, err }) => {
      app.readiness.stop();
      if (err) {
        app.log.fatal({ err }, 'uncaught error: shutting down');
        const details = { error: err.name };
        app.audit.record({ event: 'service.failed', outcome: 'failure', actor: 'system', details });
      } else app.log.info(`${signal ?? 'end of work'}: shutting down`);
      await drain(app, config.SHUTDOWN_TIMEOUT_MS);
      await metricsApp.close();
      app.log.info('closed');
    },
  );
}

/** Listens, then resolves once requests are served. */
async function start(app: App, metricsApp: MetricsApp, config: Config): Promise<void> {
  // Node's own option, which Fastify hands on.
  const where = { host: config.HOST, port: config.PORT, reusePort: config.PORT_SHARED };
  await app.listen({
    ...where,
    listenTextResolver: (address) => `schemagate ${version} listening at ${address}`,
  });
  const metricsAddress = await metricsApp.listen({ host: config.METRICS_HOST, port: config.METRICS_PORT });
  app.log.info(`metrics at ${metricsAddress}/metrics`);
  await app.storeOpened;
  await app.schemasLoaded;
  await app.accessControl.decided;
  app.log.info(`ready: store open in ${config.DATABASE_URL === '' ? config.DATA_DIR : 'its database'}`);
  // Not only at the end, which may be a kill.
  flushCompileCache();
}

function exitBeforeStart(problems: readonly string[]): never {
  process.stderr.write(`schemagate cannot start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exit(1);
}
