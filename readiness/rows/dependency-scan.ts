import { inconclusive, judged, type Row } from '../row.ts';

/** No known hole is in the packages. */
export const row: Row = {
  id: 'dependency-scan',
  group: 'security',
  title: 'No known hole is in the packages',
  risk: 'high',
  source: 'OpenSSF Scorecard',
  async probe(candidate) {
    const { code, output } = await candidate.run('npm', ['run', '--silent', 'check:advisories']);
    const last = output.trim().split('\n').at(-1) ?? '';
    if (/not run|could not|inconclusive/i.test(output)) return inconclusive(last);
    return judged(code === 0 ? [] : [last], last);
  },
  breaks: () => ({ reason: /./, edits: { 'scripts/audit-packages.ts': () => 'process.exit(1);' } }),
};
