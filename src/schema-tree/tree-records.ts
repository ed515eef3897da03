import type { DumpRecord } from '../registry/dump.ts';
import { guidOf } from '../registry/identity.ts';
import type { SchemaId, StoredSchema } from '../registry/schema.ts';
import { globalScope, type SettingsScope, subjectScope } from '../registry/settings.ts';
import {
  type DeclaredSettings,
  type DeclaredVersion,
  type Problem,
  registryFileName,
  type SchemaTree,
} from './model.ts';
import { configOf } from './settings-fields.ts';

export type TreeRecords =
  | { readonly ok: true; readonly records: readonly DumpRecord[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** An exported tree as the dump it was made from, to be loaded into an empty store. Every version needs its id. */
export function treeRecords(tree: SchemaTree): TreeRecords {
  const problems: Problem[] = [...tree.problems];
  const schemas = new Map<number, StoredSchema>();
  const versions: DumpRecord[] = [];
  const settings = [...settingsRecords(globalScope, tree.global)];
  for (const { subject, settings: own, versions: declared } of tree.subjects) {
    settings.push(...settingsRecords(subjectScope(subject), own));
    for (const version of declared) {
      const { id, timestamp, deleted } = version;
      if (id === undefined || timestamp === undefined) {
        const reason =
          'It has no id and timestamp; only an exported tree can be imported, others are applied';
        problems.push({ ...version.place, reason });
        continue;
      }
      const schema = storedSchema(version, id);
      const other = schemas.get(id);
      if (other && (other.guid !== schema.guid || other.schemaType !== schema.schemaType)) {
        problems.push({ ...version.place, reason: `Its id ${id} is that of another schema too` });
      }
      schemas.set(id, schema);
      versions.push({
        kind: 'version',
        subject,
        version: version.version,
        id: schema.id,
        deleted,
        timestamp,
      });
    }
  }
  if (problems.length === 0 && versions.length === 0 && tree.lastId === undefined) {
    problems.push({
      path: registryFileName,
      reason: 'It is missing, or has no lastId, as every exported tree has',
    });
  }
  if (problems.length > 0) return { ok: false, problems };
  const lastId = [...schemas.keys()].reduce((a, b) => Math.max(a, b), tree.lastId ?? 0);
  const ascending = [...schemas.values()].sort((a, b) => a.id - b.id);
  const records: DumpRecord[] = [];
  for (const schema of ascending) records.push({ kind: 'schema', ...schema });
  return { ok: true, records: [...records, ...versions, ...settings, { kind: 'last-id', id: lastId }] };
}

function storedSchema(version: DeclaredVersion, id: number): StoredSchema {
  const { schemaType, text, references, metadata, ruleSet } = version;
  const content = {
    schemaType,
    text,
    references,
    ...(metadata && { metadata }),
    ...(ruleSet && { ruleSet }),
  };
  return { ...content, id: id as SchemaId, guid: guidOf(content) };
}

function* settingsRecords(scope: SettingsScope, settings: DeclaredSettings): Generator<DumpRecord> {
  const config = configOf(settings.config);
  if (config) yield { kind: 'config', scope, config };
  if (settings.mode) yield { kind: 'mode', scope, mode: settings.mode };
}
