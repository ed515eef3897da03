import { RegistryError } from '../registry/errors.ts';
import type { Registry } from '../registry/registry.ts';
import type { SettingsScope } from '../registry/settings.ts';
import type { Store } from '../registry/store.ts';
import { type HeldVersion, Refusal, type RegistryPort } from './port.ts';

/** The registry of this process. What it reads comes from its store, so that an alias leads nowhere else. */
export function localPort(registry: Registry, store: Store): RegistryPort {
  return {
    tellsUnsetLevels: true,
    async liveSubjects() {
      return (await store.subjects('')).filter(({ live }) => live).map(({ subject }) => subject);
    },
    async versions(subject) {
      const held: HeldVersion[] = [];
      for (const version of await store.versions(subject)) {
        const schema = await store.schema(version.id);
        // Removed since the versions were read: then the version is gone as well.
        if (schema) held.push({ ...version, schema });
      }
      return held;
    },
    async settings(scope) {
      return { config: await store.config(scope), mode: await store.mode(scope) };
    },
    register: (subject, request) =>
      refusing(async () => (await registry.registerSchema(subject, request, { normalize: false })).version),
    setConfig: (scope, update) =>
      refusing(async () => {
        if (update) await registry.updateConfig(nameOf(scope), update);
        else await registry.deleteConfig(nameOf(scope));
      }),
    setMode: (scope, mode) =>
      refusing(async () => {
        if (mode) await registry.updateMode(nameOf(scope), mode);
        else await registry.deleteMode(nameOf(scope), { recursive: false });
      }),
    deleteVersion: (subject, version) =>
      refusing(async () => void (await registry.deleteVersion(subject, version, { permanent: false }))),
  };
}

function nameOf(scope: SettingsScope): string | undefined {
  return scope.kind === 'global' ? undefined : scope.subject;
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RegistryError ? new Refusal(error.message, { cause: error }) : error;
  }
}
