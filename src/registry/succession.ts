import type { Change, Ticket } from './store.ts';

/** A change among others that are to be committed together. */
export interface OrderedChange extends Omit<Change, 'ticket' | 'after'> {
  /** The place of the change among them that this one rests on: in conflict unless that one is committed. */
  readonly restsOn?: number;
}

/** Changes to be committed together, with where each came from, and those that have lost what they rest on. */
export interface Ordered<Item> {
  readonly standing: readonly { readonly item: Item; readonly change: OrderedChange }[];
  readonly orphaned: readonly Item[];
}

/**
 * Finds for each change what it rests on: one before it, or one that is committed. Revisions alone do not tell, as
 * another change may have brought a scope to the same revision.
 */
export function inSuccession<Item extends { readonly change: Change }>(
  items: readonly Item[],
): Ordered<Item> {
  const places = new Map<Ticket, number>();
  const standing: { item: Item; change: OrderedChange }[] = [];
  const orphaned: Item[] = [];
  for (const item of items) {
    const { ticket, after, guards, writes, outbox } = item.change;
    const restsOn = after && places.get(after);
    if (after && restsOn === undefined && !after.committed) {
      orphaned.push(item);
      continue;
    }
    if (ticket) places.set(ticket, standing.length);
    standing.push({
      item,
      change: { guards, writes, ...(outbox && { outbox }), ...(restsOn !== undefined && { restsOn }) },
    });
  }
  return { standing, orphaned };
}

/** Says so to those that rest on the change. To be called before anybody learns that it is committed. */
export function markCommitted({ ticket }: Change): void {
  if (ticket) ticket.committed = true;
}
