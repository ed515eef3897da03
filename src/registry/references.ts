import type { Dependencies } from './dependencies.ts';
import type { ResolvedReference } from './format.ts';
import { refusals } from './refusals.ts';
import type { SchemaReference } from './schema.ts';
import type { Store } from './store.ts';
import { storedSchema } from './stored-schema.ts';
import { normalizeSubject } from './subject-name.ts';
import { toVersion } from './version-id.ts';

const none: readonly never[] = [];
const maxResolved = 1000;
const maxResolvedText = 16 * 1024 * 1024;
/** Characters read and checked in one go. */
const pauseAfter = 1024 * 1024;

/** A reference as clients send it; version -1 is the latest. */
export interface ReferenceInput {
  readonly name?: string | null;
  readonly subject?: string | null;
  readonly version?: number | null;
}

/** Complete references with real version numbers. Throws 42201 for one that is incomplete or leads nowhere. */
export async function pinReferences(
  deps: Dependencies,
  inputs: readonly ReferenceInput[],
): Promise<readonly SchemaReference[]> {
  if (inputs.length === 0) return none;
  return await Promise.all(
    inputs.map(async ({ name, subject, version }) => {
      if (!name || typeof subject !== 'string' || typeof version !== 'number') {
        throw refusals.invalidSchema(
          'Invalid reference: a reference needs a name, a subject and a version number',
        );
      }
      const target = normalizeSubject(subject);
      if (version !== -1) return { name, subject: target, version: toVersion(version) };
      const latest = await deps.store.latestVersion(target);
      if (!latest) throw missingReference(target, version);
      return { name, subject: target, version: latest.version };
    }),
  );
}

/**
 * The texts behind references and behind the references of those, each name once, innermost first.
 * Throws 42201 when one leads nowhere or there are too many.
 */
export async function resolveReferences(
  deps: Dependencies,
  references: readonly SchemaReference[],
): Promise<readonly ResolvedReference[]> {
  if (references.length === 0) return none;
  const resolved = new Map<string, ResolvedReference>();
  const visited = new Set<string>();
  let size = 0;
  let sincePause = 0;
  const visit = async (list: readonly SchemaReference[], store: Store): Promise<void> => {
    for (const reference of list) {
      if (visited.has(reference.name)) continue;
      visited.add(reference.name);
      const version = await store.version(reference.subject, reference.version);
      const schema = version && (await storedSchema(deps, version.id));
      if (!schema) throw missingReference(reference.subject, reference.version);
      size += schema.text.length;
      if (visited.size > maxResolved || size > maxResolvedText) {
        throw refusals.invalidSchema('Invalid reference: the schema refers to too many or too large schemas');
      }
      sincePause += schema.text.length;
      if (sincePause > pauseAfter) {
        sincePause = 0;
        await deps.pause();
      }
      // What a schema refers to is part of it, so that whoever may use the schema may use that through it.
      await visit(schema.references, deps.wholeStore);
      resolved.set(reference.name, { ...reference, text: schema.text });
    }
  };
  await visit(references, deps.store);
  return [...resolved.values()];
}

function missingReference(subject: string, version: number): Error {
  return refusals.invalidSchema(
    `Invalid schema, details: No schema reference found for subject "${subject}" and version ${version}`,
  );
}
