import { createHash } from 'node:crypto';
import type { SchemaId } from '../../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../../registry/settings.ts';
import type { Store, Write } from '../../registry/store.ts';

/** What a change did, in short: numbers and levels, no schemas. */
export interface ChangeEvent {
  readonly event: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A write, with what it replaces. */
export interface ObservedWrite {
  readonly write: Write;
  readonly before?: Config | Mode | undefined;
}

/** What settings a change is about to replace. Its guards see to it that nothing comes in between. */
export async function observeWrites(
  store: Store,
  writes: readonly Write[],
): Promise<readonly ObservedWrite[]> {
  const observed: ObservedWrite[] = [];
  for (const write of writes) {
    if (write.kind === 'set-config') observed.push({ write, before: await store.config(write.scope) });
    else if (write.kind === 'set-mode') observed.push({ write, before: await store.mode(write.scope) });
    else observed.push({ write });
  }
  return observed;
}

/** One event for each write that changed something; `ids` are those of its new versions, in order. */
export function changeEvents(
  writes: readonly ObservedWrite[],
  ids: readonly SchemaId[],
): readonly ChangeEvent[] {
  let added = 0;
  return writes.flatMap(({ write, before }): readonly ChangeEvent[] => {
    switch (write.kind) {
      case 'add-version': {
        const { subject, version, guid, content } = write;
        const after = { version, id: ids[added++], guid, schemaType: content.schemaType };
        const details = { subject, before: { version: version > 1 ? version - 1 : null }, after };
        return [{ event: 'subject.version.registered', details }];
      }
      case 'mark-deleted':
        return [versionsEvent('deleted', write.subject, write.versions, ['live', 'deleted'])];
      case 'remove-versions':
        return [versionsEvent('removed', write.subject, write.versions, ['deleted', null])];
      case 'set-config': {
        const [old, now] = [shortConfig(before as Config | undefined), shortConfig(write.config)];
        return settingEvent('config.changed', write.scope, old, now);
      }
      case 'set-mode':
        return settingEvent('mode.changed', write.scope, before ?? null, write.mode ?? null);
      case 'set-property':
      default:
        return [];
    }
  });
}

function versionsEvent(
  what: 'deleted' | 'removed',
  subject: string,
  versions: readonly number[],
  [before, after]: readonly [string, string | null],
): ChangeEvent {
  return { event: `subject.version.${what}`, details: { subject, versions, before, after } };
}

function settingEvent(
  event: string,
  scope: SettingsScope,
  before: unknown,
  after: unknown,
): readonly ChangeEvent[] {
  if (before === null && after === null) return [];
  const subject = scope.kind === 'subject' ? scope.subject : null;
  return [{ event, details: { subject, before, after } }];
}

/** What has a structure of its own is told by its hash. */
function shortConfig(config: Config | undefined): Readonly<Record<string, unknown>> | null {
  if (config === undefined) return null;
  const entries = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === 'object' ? `sha256:${shortHash(JSON.stringify(value))}` : value,
  ]);
  return Object.fromEntries(entries);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
