import { judged, type Row } from '../row.ts';

/** No secrets are in the tree. */
export const row: Row = {
  id: 'secrets',
  group: 'security',
  title: 'No secrets are in the tree',
  risk: 'critical',
  source: 'OpenSSF Scorecard',
  async probe(candidate) {
    const { code, output } = await candidate.run('node', ['scripts/find-secrets.ts']);
    return judged(
      code === 0 ? [] : [output.trim().split('\n').at(-1) ?? 'found'],
      'the scanner found none in the tracked files',
    );
  },
  breaks: () => ({
    reason: /src\/version\.ts:\d+: GitHub token/,
    edits: { 'src/version.ts': (text) => [text, '// gh', 'p_', 'a1B2c3D4e5F6'.repeat(3)].join('') },
  }),
};
