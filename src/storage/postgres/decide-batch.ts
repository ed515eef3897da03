import type { Version } from '../../registry/schema.ts';
import type { ContentKey, Guard, Write } from '../../registry/store.ts';
import type { OrderedChange } from '../../registry/succession.ts';
import { contentName, grownScopes } from './change-needs.ts';
import {
  contentKeyOf,
  type Effect,
  EffectDraft,
  emptyEffect,
  type VersionEffect,
  type WriteOf,
} from './effect.ts';
import type { Facts } from './facts.ts';
import { scopeKey, scopeName } from './scope-key.ts';

/** For each change the contents of its `add-version` writes, in order, or that it rests on old facts. */
export type Decision =
  | { readonly outcome: 'commit'; readonly added: readonly ContentKey[] }
  | { readonly outcome: 'conflict' };

/** Applies the changes in order, in memory, to what is stored; one in conflict leaves nothing behind. */
export function decideBatch(
  changes: readonly OrderedChange[],
  facts: Facts,
): { readonly decisions: readonly Decision[]; readonly effect: Effect } {
  const effect = emptyEffect();
  const decisions: Decision[] = [];
  for (const change of changes) {
    const stands = change.restsOn === undefined || decisions[change.restsOn]?.outcome === 'commit';
    decisions.push(stands ? decideOne(change, facts, effect) : { outcome: 'conflict' });
  }
  return { decisions, effect };
}

function decideOne({ guards, writes, outbox }: OrderedChange, facts: Facts, effect: Effect): Decision {
  const draft = new EffectDraft(effect);
  if (!guardsHold(guards, facts, draft)) return { outcome: 'conflict' };
  grow(guards, draft);
  if (!writes.every((write) => apply(write, facts, draft))) return { outcome: 'conflict' };
  draft.keep();
  if (outbox) effect.outbox.push(outbox);
  const added = writes.filter((write) => write.kind === 'add-version');
  return { outcome: 'commit', added: added.map(contentKeyOf) };
}

function guardsHold(guards: readonly Guard[], { revisions }: Facts, draft: EffectDraft): boolean {
  return guards.every(({ scope, revision }) => {
    if (revision === 'any') return true;
    const stored = revisions.get(scopeKey(scope).toString('latin1'));
    const before = (scope.kind === 'referrers' ? stored?.referrers : stored?.own) ?? 0;
    return before + (draft.growth.get(scopeName(scope))?.by ?? 0) === revision;
  });
}

function grow(guards: readonly Guard[], draft: EffectDraft): void {
  for (const [name, scope] of grownScopes(guards)) {
    draft.growth.set(name, { scope, by: (draft.growth.get(name)?.by ?? 0) + 1 });
  }
}

/** False when a version that is added is there already, or one to mark or to remove is not. */
function apply(write: Write, facts: Facts, draft: EffectDraft): boolean {
  switch (write.kind) {
    case 'set-config':
      draft.configs.set(scopeKey(write.scope).toString('latin1'), write);
      break;
    case 'set-mode':
      draft.modes.set(scopeKey(write.scope).toString('latin1'), write);
      break;
    case 'set-property':
      draft.properties.set(write.name, write.value);
      break;
    case 'add-version':
      draft.contents.set(contentName(contentKeyOf(write)), write);
      return alter(write, write.version, { facts, draft });
    case 'mark-deleted':
    case 'remove-versions':
      return write.versions.every((version) => alter(write, version, { facts, draft }));
  }
  return true;
}

function alter(
  write: WriteOf<'add-version' | 'mark-deleted' | 'remove-versions'>,
  version: Version,
  { facts, draft }: { readonly facts: Facts; readonly draft: EffectDraft },
): boolean {
  const name = `${version} ${write.subject}`;
  // Undefined when it is as stored.
  const before = draft.versions.get(name)?.state;
  const there = before ? before.kind !== 'removed' : facts.versions.has(name);
  if (there === (write.kind === 'add-version')) return false;
  draft.versions.set(name, { subject: write.subject, version, state: nextState(write, before) });
  return true;
}

function nextState(
  write: WriteOf<'add-version' | 'mark-deleted' | 'remove-versions'>,
  before: VersionEffect['state'] | undefined,
): VersionEffect['state'] {
  if (write.kind === 'add-version') return { kind: 'added', write };
  if (write.kind === 'remove-versions') return { kind: 'removed' };
  const deletedAt = write.timestamp;
  return before?.kind === 'added' ? { ...before, deletedAt } : { kind: 'marked', deletedAt };
}
