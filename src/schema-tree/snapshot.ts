import { setImmediate } from 'node:timers/promises';
import { guidOf } from '../registry/identity.ts';
import { globalScope, type SettingsScope, subjectScope } from '../registry/settings.ts';
import type { LoadableRecord } from './memory-store.ts';
import type { SchemaTree } from './model.ts';
import type { HeldSettings, HeldVersion, RegistryPort } from './port.ts';

export interface HeldSubject {
  readonly settings: HeldSettings;
  readonly versions: readonly HeldVersion[];
}

/** As much of a registry as a tree is compared with. */
export interface Snapshot {
  readonly global: HeldSettings;
  readonly liveSubjects: readonly string[];
  readonly subjects: ReadonlyMap<string, HeldSubject>;
}

/** What the snapshot has of a subject: nothing when the registry has no such subject, or it was not asked for. */
export function heldSubject({ subjects }: Snapshot, subject: string): HeldSubject {
  return subjects.get(subject) ?? { settings: {}, versions: [] };
}

/**
 * Reads the subjects that the tree speaks of, those that these refer to, and, if `whole`, all others that have a
 * live version.
 */
export async function takeSnapshot(port: RegistryPort, tree: SchemaTree, whole: boolean): Promise<Snapshot> {
  const liveSubjects = await port.liveSubjects();
  const subjects = new Map<string, HeldSubject>();
  const wanted = tree.subjects.flatMap(({ subject, versions }) => [
    subject,
    ...versions.flatMap(({ references }) => references.map((reference) => reference.subject)),
  ]);
  if (whole) wanted.push(...liveSubjects);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (subjects.has(name)) continue;
    // A large tree must not keep a service from its requests.
    await setImmediate();
    const versions = await port.versions(name);
    subjects.set(name, { settings: await port.settings(subjectScope(name)), versions });
    wanted.push(...versions.flatMap(({ schema }) => schema.references.map(({ subject }) => subject)));
  }
  return { global: await port.settings(globalScope), liveSubjects, subjects };
}

/** The snapshot as a store is loaded with it. */
export function* snapshotRecords({ global, subjects }: Snapshot): Generator<LoadableRecord> {
  yield* settingsRecords(globalScope, global);
  for (const [subject, { settings, versions }] of subjects) {
    yield* settingsRecords(subjectScope(subject), settings);
    for (const { schema, ...version } of versions) {
      yield { kind: 'schema', ...schema, guid: guidOf(schema) };
      yield { kind: 'version', ...version };
    }
  }
}

function* settingsRecords(scope: SettingsScope, { config, mode }: HeldSettings): Generator<LoadableRecord> {
  if (config) yield { kind: 'config', scope, config };
  if (mode) yield { kind: 'mode', scope, mode };
}
