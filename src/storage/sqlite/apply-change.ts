import type { DatabaseSync } from 'node:sqlite';
import type { SchemaId } from '../../registry/schema.ts';
import type { Change, Write } from '../../registry/store.ts';
import { guardCheck } from './guards.ts';
import { outboxWrites } from './outbox-writes.ts';
import { scopeRows } from './scope-rows.ts';
import { settingWrites } from './setting-writes.ts';
import { versionWrites } from './version-writes.ts';

/** The ids of the schemas that the change's `add-version` writes store, in order. */
export type ApplyChange = (change: Change) => readonly SchemaId[];

/**
 * Prepares what applies a change inside the caller's transaction. When it throws (see `isConflict`), the
 * caller must undo what part was applied.
 */
export function changeApplier(database: DatabaseSync): ApplyChange {
  const scopes = scopeRows(database);
  const checkGuards = guardCheck(database, scopes);
  const versions = versionWrites(database, scopes);
  const settings = settingWrites(database, scopes);
  const writeOutbox = outboxWrites(database);

  return ({ guards, writes, outbox }) => {
    scopes.forget();
    checkGuards(guards);
    const schemaIds: SchemaId[] = [];
    const released: number[] = [];
    for (const write of writes) applyWrite(write);
    // At the end: a later write of the same change may hold the schema again.
    versions.removeUnheld(released);
    if (outbox) writeOutbox(outbox);
    return schemaIds;

    function applyWrite(write: Write): void {
      switch (write.kind) {
        case 'add-version':
          schemaIds.push(versions.add(write));
          break;
        case 'mark-deleted':
          versions.markDeleted(write);
          break;
        case 'remove-versions':
          for (const id of versions.remove(write)) released.push(id);
          break;
        case 'set-config':
          settings.setConfig(write.scope, write.config);
          break;
        case 'set-mode':
          settings.setMode(write.scope, write.mode);
          break;
        case 'set-property':
          settings.setProperty(write.name, write.value);
          break;
      }
    }
  };
}
