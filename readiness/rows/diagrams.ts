import type { Row } from '../row.ts';
import { says, without } from '../text.ts';

/** Diagrams of the architecture. */
export const row: Row = {
  id: 'diagrams',
  group: 'post-deployment',
  title: 'Diagrams of the architecture',
  risk: 'low',
  source: 'operations handbook',
  probe: async (candidate) => says(candidate, 'ARCHITECTURE.md', { 'a diagram': /```mermaid/ }),
  breaks: () => ({ reason: /lacks a diagram/, edits: { 'ARCHITECTURE.md': without(/```mermaid/g) } }),
};
