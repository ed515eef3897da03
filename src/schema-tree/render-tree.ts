import { stringify } from 'yaml';
import type { DumpRecord } from '../registry/dump.ts';
import { compareCodeUnits } from '../registry/order.ts';
import type { StoredSchema, SubjectVersion } from '../registry/schema.ts';
import type { Config, Mode } from '../registry/settings.ts';
import { folderNames, subjectOfFolder } from './folder-name.ts';
import { compactJson, jsonProblem, layOutJson } from './json-layout.ts';
import { extensionOf, registryFileName, subjectFileName } from './model.ts';
import { writeSettings } from './settings-fields.ts';

/** What a registry holds of one subject. */
interface Holding {
  config?: Config;
  mode?: Mode;
  readonly versions: { readonly place: SubjectVersion; readonly schema: StoredSchema }[];
}

/**
 * The files of a tree, by path, that says all that a dump does: ids, versions, timestamps, deletions,
 * references, config and modes. Equal dumps give equal files, whatever their order. What a store notes of
 * itself (`property`) stays out.
 * @throws TypeError when a version comes without its schema
 */
export async function renderTree(records: AsyncIterable<DumpRecord>): Promise<ReadonlyMap<string, string>> {
  const schemas = new Map<number, StoredSchema>();
  const subjects = new Map<string, Holding>();
  const global: Omit<Holding, 'versions'> = {};
  let lastId = 0;
  const holdingOf = (subject: string): Holding => {
    const holding = subjects.get(subject) ?? { versions: [] };
    subjects.set(subject, holding);
    return holding;
  };
  for await (const record of records) {
    switch (record.kind) {
      case 'schema':
        schemas.set(record.id, record);
        break;
      case 'version': {
        const schema = schemas.get(record.id);
        if (!schema) throw new TypeError(`A version holds schema ${record.id}, which did not come before it`);
        holdingOf(record.subject).versions.push({ place: record, schema });
        break;
      }
      case 'config':
        (record.scope.kind === 'global' ? global : holdingOf(record.scope.subject)).config = record.config;
        break;
      case 'mode':
        (record.scope.kind === 'global' ? global : holdingOf(record.scope.subject)).mode = record.mode;
        break;
      case 'last-id':
        lastId = record.id;
        break;
      case 'property':
        break;
    }
  }
  const files = new Map<string, string>();
  files.set(registryFileName, yaml({ ...writeSettings(global.config, global.mode), lastId }));
  const folders = folderNames([...subjects.keys()]);
  for (const subject of [...subjects.keys()].sort(compareCodeUnits)) {
    renderSubject(files, folders.get(subject) ?? '', subject, holdingOf(subject));
  }
  return files;
}

function renderSubject(files: Map<string, string>, folder: string, subject: string, holding: Holding): void {
  const versions: Record<string, unknown> = {};
  for (const { place, schema } of holding.versions.sort((a, b) => a.place.version - b.place.version)) {
    const { version, id, timestamp, deleted } = place;
    const { schemaType, text, references, metadata, ruleSet } = schema;
    const inFile = fileText(schema);
    if (inFile !== undefined) files.set(`${folder}/${version}.${extensionOf(schemaType)}`, inFile);
    versions[version] = {
      id,
      timestamp,
      ...(deleted && { deleted }),
      ...(references.length > 0 && { references: references.map(inOrder) }),
      ...(metadata && { metadata }),
      ...(ruleSet && { ruleSet }),
      ...(inFile === undefined && { schemaType, text }),
    };
  }
  const named = subjectOfFolder(folder) === subject ? {} : { subject };
  const settings = writeSettings(holding.config, holding.mode);
  const held = holding.versions.length > 0 ? { versions } : {};
  files.set(`${folder}/${subjectFileName}`, yaml({ ...named, ...settings, ...held }));
}

/** The text as a file, from which reading makes the very same again; undefined where no file does. */
function fileText({ schemaType, text }: StoredSchema): string | undefined {
  if (!text.isWellFormed() || text.startsWith('\uFEFF')) return undefined;
  if (schemaType === 'PROTOBUF') return text;
  const laidOut = layOutJson(text);
  return jsonProblem(laidOut) === undefined && compactJson(laidOut) === text ? laidOut : undefined;
}

function inOrder({ name, subject, version }: StoredSchema['references'][number]) {
  return { name, subject, version };
}

function yaml(value: object): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
