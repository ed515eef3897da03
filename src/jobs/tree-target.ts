import type { Config } from '../config.ts';
import { createJsonSchemaFormat } from '../formats/json-schema/format.ts';
import { createRegistry } from '../registry/registry.ts';
import { SubjectWriters } from '../registry/subject-writers.ts';
import { httpPort } from '../schema-tree/http-port.ts';
import { localPort } from '../schema-tree/local-port.ts';
import type { RegistryPort } from '../schema-tree/port.ts';
import type { RehearsalRules } from '../schema-tree/rehearse.ts';
import { openConfiguredStore } from '../storage/configured-store.ts';
import { StoreOpenError } from '../storage/sqlite/open-error.ts';

export interface TreeTarget extends AsyncDisposable {
  readonly port: RegistryPort;
  readonly rules: RehearsalRules;
}

/**
 * The registry that a tree is compared with: the one that runs at `url`, else the configured store.
 * @throws what opening the store throws, as when a service has it open
 */
export async function openTreeTarget(settings: Config, url: string | undefined): Promise<TreeTarget> {
  const format = createJsonSchemaFormat({ sound: settings.SOUND_COMPATIBILITY });
  const rules = {
    formats: new Map([[format.type, format]]),
    defaultLevel: settings.COMPATIBILITY_LEVEL,
  };
  if (url !== undefined) {
    const port = httpPort(url, settings.REGISTRY_CREDENTIAL);
    return { port, rules, [Symbol.asyncDispose]: async () => undefined };
  }
  const store = await openConfiguredStore(settings).catch((error: unknown) => {
    throw withWayOut(error);
  });
  const registry = createRegistry({
    ...rules,
    store,
    parsed: new Map(),
    writers: new SubjectWriters(),
    holdersChanged: () => undefined,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    now: Date.now,
  });
  return { port: localPort(registry, store), rules, [Symbol.asyncDispose]: () => store.close() };
}

function withWayOut(error: unknown): unknown {
  if (!(error instanceof StoreOpenError) || error.reason !== 'in-use') return error;
  return new Error(`${error.message} The service that uses it can be asked instead, by its URL.`, {
    cause: error,
  });
}
