import { setImmediate } from 'node:timers/promises';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { LRUCache } from 'lru-cache';
import { boundedFormat } from '../costly-work/bounded-format.ts';
import { schemaFormats } from '../costly-work/formats.ts';
import type { ParsedSchema } from '../registry/format.ts';
import { KeyedQueue } from '../registry/keyed-queue.ts';
import { createRegistry, type Registry } from '../registry/registry.ts';
import type { CompatibilityLevel } from '../registry/settings.ts';
import { auditedStore } from './audit/audited-store.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly registry: Registry;
  }
}

export interface RegistryOptions {
  readonly defaultLevel: CompatibilityLevel;
  /** Also refuse changes to JSON Schemas that the reference server lets pass though they can break a reader. */
  readonly soundCompatibility: boolean;
}

/** Bound on the text of schemas kept parsed. A parsed schema takes about 17 times the memory of its text. */
const parsedCharacters = 1024 * 1024;

const plugin: FastifyPluginCallback<RegistryOptions> = (app, options, done) => {
  const parsed = new LRUCache<string, ParsedSchema>({ maxSize: parsedCharacters });
  const formats = [...schemaFormats({ sound: options.soundCompatibility }, 'brief').values()].map((format) =>
    boundedFormat(format, app.costlyWork),
  );
  const registry = createRegistry({
    store: auditedStore(app.store, app.audit),
    formats: new Map(formats.map((format) => [format.type, format])),
    parsed: {
      get: (key) => parsed.get(key),
      set: (key, schema, weight) => parsed.set(key, schema, { size: weight + 1 }),
    },
    writers: new KeyedQueue(),
    holdersChanged: (ids) => app.schemaResponses.forget(ids),
    defaultLevel: options.defaultLevel,
    pause: () => setImmediate(),
    now: Date.now,
  });
  app.decorate('registry', registry);
  done();
};

/** Binds the use cases to the open store and the schema formats. */
export const registry = fastifyPlugin(plugin, {
  name: 'registry',
  dependencies: ['audit', 'schema-store', 'schema-responses', 'costly-work'],
});
