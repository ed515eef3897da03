import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { FeatureFlags, type FlagChange, type FlagListeners } from '../flags/feature-flags.ts';
import type { FlagProviderOptions } from '../flags/flag-provider.ts';
import { flags } from '../flags/flags.ts';
import { type FlagMetrics, flagMetrics } from './feature-flags/flag-metrics.ts';
import { watchFiles } from './watch-files.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What may be switched off while the service runs: `featureFlags.on` says what is on now. */
    readonly featureFlags: FeatureFlags;
  }
}

const plugin: FastifyPluginAsync<FlagProviderOptions> = async (app, options) => {
  const metrics: FlagMetrics = flagMetrics(() => opened.list(), app.metricsRegistry);
  const opened = await FeatureFlags.open(options, listenersOf(app, options.file, metrics));
  app.decorate('featureFlags', opened);
  const watched = options.file === '' ? undefined : watchFiles([options.file], () => opened.reload());
  app.addHook('onReady', async () => {
    const unusual = opened.list().filter(({ name, value }) => value !== flags[name].default);
    if (unusual.length === 0) return;
    const shown = Object.fromEntries(unusual.map(({ name, value }) => [name, value]));
    app.log.info({ flags: shown }, 'feature flags that are not as by default');
  });
  app.addHook('onClose', async () => {
    watched?.close();
    await opened.close();
  });
};

/**
 * Feature flags from the environment and from a file, which may change while the service runs: see
 * docs/operations/flags.md.
 */
export const featureFlags = fastifyPlugin(plugin, {
  name: 'feature-flags',
  dependencies: ['metrics', 'audit'],
});

function listenersOf(
  { log, audit }: Pick<FastifyInstance, 'log' | 'audit'>,
  file: string,
  metrics: FlagMetrics,
): FlagListeners {
  const change = { event: 'feature-flag.changed', actor: 'system' } as const;
  return {
    changed(changes: readonly FlagChange[]) {
      metrics.reloaded('changed');
      for (const { flag, before, after, source } of changes) {
        log.warn({ flag, before, after, source }, `feature flag ${flag} is ${after ? 'on' : 'off'} now`);
        audit.record({ ...change, outcome: 'success', details: { flag, before, after, source } });
      }
    },
    unknown(names) {
      log.warn({ file, names }, 'the file of feature flags names what is none; the rest of it holds');
    },
    refused(problem) {
      metrics.reloaded('refused');
      log.error(`feature flags stay as they are: ${problem}`);
      audit.record({ ...change, outcome: 'failure', details: { problem } });
    },
  };
}
