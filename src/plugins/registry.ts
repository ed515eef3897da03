import { setImmediate } from 'node:timers/promises';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { LRUCache } from 'lru-cache';
import { BoundedStore } from '../access/bounded-store.ts';
import type { Bounds } from '../access/bounds.ts';
import { boundedFormat } from '../costly-work/bounded-format.ts';
import { schemaFormats } from '../costly-work/formats.ts';
import type { ParsedSchema } from '../registry/format.ts';
import { createRegistry, type Registry, type RegistryParts } from '../registry/registry.ts';
import type { SchemaId } from '../registry/schema.ts';
import type { CompatibilityLevel } from '../registry/settings.ts';
import { SubjectWriters } from '../registry/subject-writers.ts';
import { auditedStore } from './audit/audited-store.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The registry without bounds, for what the service does on its own account. */
    readonly registry: Registry;
  }
  interface FastifyRequest {
    /** The registry as far as the request's sender may know and change it. */
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
  const parsed = new LRUCache<string | SchemaId, ParsedSchema>({ maxSize: parsedCharacters });
  const formats = [...schemaFormats({ sound: options.soundCompatibility }, 'brief').values()].map((format) =>
    app.tracing.format(boundedFormat(format, app.costlyWork)),
  );
  const whole = auditedStore(app.tracing.store(app.store), app.audit);
  const parts: RegistryParts = {
    store: whole,
    formats: new Map(formats.map((format) => [format.type, format])),
    parsed: {
      get: (key) => parsed.get(key),
      set: (key, schema, weight) => parsed.set(key, schema, { size: weight + 1 }),
    },
    writers: new SubjectWriters(),
    holdersChanged: (ids) => app.schemaResponses.forget(ids),
    defaultLevel: options.defaultLevel,
    pause: () => setImmediate(),
    now: Date.now,
  };
  const registry = createRegistry(parts);
  app.decorate('registry', registry);
  const bounded = new WeakMap<Bounds, Registry>();
  const within = (bounds: Bounds): Registry => {
    const made = createRegistry({ ...parts, store: new BoundedStore(whole, bounds), wholeStore: whole });
    bounded.set(bounds, made);
    return made;
  };
  app.decorateRequest('registry', {
    getter(this: FastifyRequest) {
      const { bounds } = this;
      return bounds === null ? registry : (bounded.get(bounds) ?? within(bounds));
    },
  });
  done();
};

/** Binds the use cases to the open store and the schema formats, for each request within its bounds. */
export const registry = fastifyPlugin(plugin, {
  name: 'registry',
  dependencies: ['audit', 'authorization', 'tracing', 'schema-store', 'schema-responses', 'costly-work'],
});
