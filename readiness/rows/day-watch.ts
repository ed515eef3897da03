import { inconclusive, type Row } from '../row.ts';
import { gone } from '../text.ts';

/** A day under watch. */
export const row: Row = {
  id: 'day-watch',
  group: 'post-deployment',
  title: 'A day under watch',
  risk: 'medium',
  source: 'operations handbook',
  probe: async () => inconclusive('a day takes a day: see the soak test of the bench'),
  breaks: () => ({ reason: /./, edits: { 'ARCHITECTURE.md': gone } }),
};
