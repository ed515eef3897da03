import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { CostlyWork, type CostlyWorkOptions } from '../costly-work/costly-work.ts';
import type { FormatRules } from '../costly-work/formats.ts';
import { exposeCostlyWork } from './costly-work/costly-work-metrics.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly costlyWork: CostlyWork;
  }
}

/** The settings of the lanes, and by which rules their threads compare. */
export type CostlyWorkSettings = FormatRules & {
  readonly COSTLY_SCHEMA_TIMEOUT_MS: number;
  /** Whether any such work is taken now. */
  readonly takesCostlyWork: () => boolean;
} & Readonly<Record<`${'REGISTRATION' | 'CHECK' | 'LOOKUP'}_${'THREADS' | 'QUEUE'}`, number>>;

const plugin: FastifyPluginCallback<CostlyWorkSettings> = (app, settings, done) => {
  const work = new CostlyWork(lanes(settings), { sound: settings.sound });
  app.decorate('costlyWork', work);
  exposeCostlyWork(() => work.stats(), app.metricsRegistry);
  app.addHook('onClose', () => work.close());
  done();
};

/** Threads for the schemas that would keep the event loop too long: see docs/limits.md. */
export const costlyWork = fastifyPlugin(plugin, { name: 'costly-work', dependencies: ['metrics'] });

function lanes(settings: CostlyWorkSettings): CostlyWorkOptions {
  const lane = (name: 'REGISTRATION' | 'CHECK' | 'LOOKUP') => ({
    threads: settings[`${name}_THREADS`],
    waiting: settings[`${name}_QUEUE`],
    timeoutMs: settings.COSTLY_SCHEMA_TIMEOUT_MS,
    takesWork: settings.takesCostlyWork,
  });
  return { registration: lane('REGISTRATION'), check: lane('CHECK'), lookup: lane('LOOKUP') };
}
