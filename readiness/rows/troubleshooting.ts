import { guideProblems } from '../guide.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const path = 'docs/troubleshooting.md';

/** A troubleshooting guide, all of which can be followed. */
export const row: Row = {
  id: 'troubleshooting',
  group: 'documentation',
  title: 'A troubleshooting guide, all of which can be followed',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  probe: async (candidate) =>
    judged(guideProblems(candidate, path), `${path}: its links, commands and settings are there`),
  breaks: () => ({
    reason: /^docs\/troubleshooting\.md says schemagate heal, which is not there$/,
    edits: { [path]: replaced('`schemagate doctor`', '`schemagate heal`') },
  }),
};
