import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

/** The pipeline has least rights and pins its actions. */
export const row: Row = {
  id: 'pipeline',
  group: 'deployment',
  title: 'The pipeline has least rights and pins its actions',
  risk: 'high',
  source: 'OpenSSF Scorecard',
  async probe(candidate) {
    const text = candidate.read('.github/workflows/ci.yml');
    const loose = [...text.matchAll(/uses: (\S+)/g)]
      .map(([, action = '']) => action)
      .filter((action) => !/@[0-9a-f]{40}$/.test(action));
    const problems = loose.map((action) => `${action} is not pinned by its commit`);
    if (!/^permissions:/m.test(text)) problems.push('no permissions are set');
    return judged(problems, 'actions by commit, permissions set');
  },
  breaks: () => ({
    reason: /^no permissions are set$/,
    edits: { '.github/workflows/ci.yml': without(/^permissions:/m) },
  }),
};
