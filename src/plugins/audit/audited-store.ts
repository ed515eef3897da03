import type { AuditTrail } from '../../audit/event.ts';
import { noTrail } from '../../audit/no-trail.ts';
import type { Change, CommitResult, Store } from '../../registry/store.ts';
import { type ChangeEvent, changeEvents, observeWrites } from './change-events.ts';
import { currentRequester } from './requester.ts';

/** The store, with every change of schemas and settings recorded: whoever asked for it, and by which way. */
export function auditedStore(store: Store, trail: AuditTrail): Store {
  if (trail === noTrail) return store;
  return {
    schema: (id) => store.schema(id),
    schemasByGuid: (guid) => store.schemasByGuid(guid),
    versions: (subject) => store.versions(subject),
    version: (subject, version) => store.version(subject, version),
    latestVersion: (subject) => store.latestVersion(subject),
    versionsWithText: (subject, text) => store.versionsWithText(subject, text),
    versionsOfSchema: (id) => store.versionsOfSchema(id),
    referrers: (subject, version) => store.referrers(subject, version),
    subjects: (prefix) => store.subjects(prefix),
    allVersions: (query) => store.allVersions(query),
    maxSchemaId: () => store.maxSchemaId(),
    config: (scope) => store.config(scope),
    mode: (scope) => store.mode(scope),
    subjectsWithMode: () => store.subjectsWithMode(),
    property: (name) => store.property(name),
    revisions: (scopes) => store.revisions(scopes),
    refresh: (scopes) => store.refresh(scopes),
    commit: (change) => commitRecorded(store, trail, change),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

async function commitRecorded(store: Store, trail: AuditTrail, change: Change): Promise<CommitResult> {
  const requester = currentRequester();
  const record = (outcome: 'success' | 'failure', events: readonly ChangeEvent[]) => {
    for (const event of events) trail.record({ ...event, ...requester, outcome });
  };
  const writes = await observeWrites(store, change.writes);
  let result: CommitResult;
  try {
    result = await store.commit(change);
  } catch (error) {
    // It may have been made all the same, as when the connection broke before the answer.
    record('failure', changeEvents(writes, []));
    throw error;
  }
  if (result.outcome === 'committed') record('success', changeEvents(writes, result.schemaIds));
  return result;
}
