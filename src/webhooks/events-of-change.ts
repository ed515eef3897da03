import type { Config, Mode, SettingsScope } from '../registry/settings.ts';
import type { Change, ContentKey, Write } from '../registry/store.ts';
import type { EventName } from './endpoint.ts';

/** Something that happened to the registry. */
export interface SchemaEvent {
  readonly name: EventName;
  readonly scope: SettingsScope;
  /** What receivers are told, but for the schema's id. */
  readonly data: EventData;
  /** The schema whose id they are told. */
  readonly schema?: ContentKey;
}

export type EventData =
  | {
      readonly subject: string;
      readonly version: number;
      readonly schemaType: string;
      readonly guid: string;
    }
  | { readonly subject: string; readonly versions: readonly number[]; readonly permanent: boolean }
  /** null: removed, so that what holds for all holds again. A subject of null: all subjects. */
  | { readonly subject: string | null; readonly config: Config | null }
  | { readonly subject: string | null; readonly mode: Mode | null };

/** What a change does, in order. That a subject's settings go with its last version is no event of its own. */
export function eventsOf({ writes }: Change): readonly SchemaEvent[] {
  const removed = new Set(
    writes.flatMap((write) => (write.kind === 'remove-versions' ? [write.subject] : [])),
  );
  return writes.flatMap((write) => {
    const goesAlong =
      (write.kind === 'set-config' && write.config === undefined) ||
      (write.kind === 'set-mode' && write.mode === undefined);
    if (goesAlong && write.scope.kind === 'subject' && removed.has(write.scope.subject)) return [];
    return eventOf(write) ?? [];
  });
}

function eventOf(write: Write): SchemaEvent | undefined {
  switch (write.kind) {
    case 'add-version': {
      const { subject, version, guid, content } = write;
      const { schemaType } = content;
      return {
        name: 'version.registered',
        scope: { kind: 'subject', subject },
        data: { subject, version, schemaType, guid },
        schema: { guid, schemaType },
      };
    }
    case 'mark-deleted':
    case 'remove-versions': {
      const { kind, subject, versions } = write;
      const data = { subject, versions, permanent: kind === 'remove-versions' };
      return { name: 'version.deleted', scope: { kind: 'subject', subject }, data };
    }
    case 'set-config': {
      const { scope, config } = write;
      return { name: 'config.changed', scope, data: { subject: subjectIn(scope), config: config ?? null } };
    }
    case 'set-mode': {
      const { scope, mode } = write;
      return { name: 'mode.changed', scope, data: { subject: subjectIn(scope), mode: mode ?? null } };
    }
    case 'set-property':
      break;
  }
  return undefined;
}

function subjectIn(scope: SettingsScope): string | null {
  return scope.kind === 'subject' ? scope.subject : null;
}
