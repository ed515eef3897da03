import type { Attributes } from '@opentelemetry/api';
import type { Store } from '../../registry/store.ts';
import type { Tracer } from './tracer.ts';

/**
 * The store, with a span for each call that a request makes. What the service asks of its own accord has none.
 * `attributesOf` may say more of an operation.
 */
export function tracedStore(
  store: Store,
  tracer: Tracer,
  attributesOf: (operation: string) => Attributes = () => ({}),
): Store {
  const traced = <T>(operation: string, call: () => Promise<T>): Promise<T> => {
    if (!tracer.active) return call();
    const attributes = { 'schemagate.store.operation': operation, ...attributesOf(operation) };
    return tracer.during(`store ${operation}`, { attributes }, call);
  };
  return {
    schema: (id) => traced('schema', () => store.schema(id)),
    schemasByGuid: (guid) => traced('schemasByGuid', () => store.schemasByGuid(guid)),
    versions: (subject) => traced('versions', () => store.versions(subject)),
    version: (subject, version) => traced('version', () => store.version(subject, version)),
    latestVersion: (subject) => traced('latestVersion', () => store.latestVersion(subject)),
    versionsWithText: (subject, text) =>
      traced('versionsWithText', () => store.versionsWithText(subject, text)),
    versionsOfSchema: (id) => traced('versionsOfSchema', () => store.versionsOfSchema(id)),
    referrers: (subject, version) => traced('referrers', () => store.referrers(subject, version)),
    subjects: (prefix) => traced('subjects', () => store.subjects(prefix)),
    allVersions: (query) => traced('allVersions', () => store.allVersions(query)),
    maxSchemaId: () => traced('maxSchemaId', () => store.maxSchemaId()),
    config: (scope) => traced('config', () => store.config(scope)),
    mode: (scope) => traced('mode', () => store.mode(scope)),
    subjectsWithMode: () => traced('subjectsWithMode', () => store.subjectsWithMode()),
    property: (name) => traced('property', () => store.property(name)),
    revisions: (scopes) => traced('revisions', () => store.revisions(scopes)),
    refresh: (scopes) => traced('refresh', () => store.refresh(scopes)),
    commit: (change) => traced('commit', () => store.commit(change)),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
