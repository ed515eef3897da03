import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Few answers are errors of the server. */
export const row: Row = {
  id: 'error-spike',
  group: 'post-deployment',
  title: 'Few answers are errors of the server',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const statuses = await Promise.all(
      Array.from({ length: 50 }, async () => (await service.ask('/subjects')).status),
    );
    const failed = statuses.filter((status) => status >= 500).length;
    return judged(
      failed === 0 ? [] : [`${failed} of 50 answers were errors of the server`],
      'none of 50 answers',
    );
  },
  breaks: () => ({
    reason: /^50 of 50 answers/,
    edits: {
      'src/routes/subjects.ts': replaced(
        'registry.listSubjects({',
        '(undefined as never as typeof registry).listSubjects({',
      ),
    },
  }),
};
