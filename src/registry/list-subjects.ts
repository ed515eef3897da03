import type { Dependencies } from './dependencies.ts';
import type { VersionedSchema } from './find-existing.ts';
import { withSchema } from './get-version.ts';
import { namePrefix } from './subject-name.ts';

export interface SubjectFilter {
  readonly prefix: string;
  /** `only`: subjects without a live version. */
  readonly deleted: 'exclude' | 'include' | 'only';
}

/** Names of subjects, by code units. */
export async function listSubjects(
  deps: Dependencies,
  { prefix, deleted }: SubjectFilter,
): Promise<readonly string[]> {
  const start = namePrefix(prefix);
  if (start === undefined) return [];
  const subjects = await deps.store.subjects(start);
  return subjects
    .filter(({ live }) => deleted === 'include' || live === (deleted === 'exclude'))
    .map(({ subject }) => subject);
}

export interface SchemaFilter {
  readonly prefix: string;
  readonly deleted: boolean;
  readonly latestOnly: boolean;
  readonly ruleType: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Versions of all subjects with their schemas, by subject and version. */
export async function listSchemas(
  deps: Dependencies,
  filter: SchemaFilter,
): Promise<readonly VersionedSchema[]> {
  const prefix = namePrefix(filter.prefix);
  if (prefix === undefined) return [];
  const byRule = filter.ruleType !== undefined;
  const versions = await deps.store.allVersions({
    prefix,
    deleted: filter.deleted ? 'include' : 'exclude',
    latestOnly: filter.latestOnly,
    offset: byRule ? 0 : filter.offset,
    limit: byRule ? undefined : filter.limit,
  });
  const found = await Promise.all(versions.map((version) => withSchema(deps, version)));
  if (!byRule) return found;
  const matching = found.filter(({ schema }) => hasRule(schema.ruleSet, filter.ruleType));
  return matching.slice(filter.offset, filter.offset + filter.limit);
}

function hasRule(ruleSet: VersionedSchema['schema']['ruleSet'], type: string | undefined): boolean {
  const { migrationRules = [], domainRules = [], encodingRules = [] } = ruleSet ?? {};
  return [...migrationRules, ...domainRules, ...encodingRules].some((rule) => rule.type === type);
}
