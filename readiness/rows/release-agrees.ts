import { releaseReport } from '../release.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Everything that names a version names the same one. */
export const row: Row = {
  id: 'release-agrees',
  group: 'deployment',
  title: 'Package, lock file, change log, manifests, chart and tags agree on the version',
  risk: 'medium',
  source: 'OpenSSF Best Practices',
  async probe(candidate) {
    const { version, state, faults } = await releaseReport(candidate);
    return judged(faults, `${version}, ${state}`);
  },
  breaks: () => ({
    reason: /0\.0\.1/,
    edits: { 'deploy/helm/schemagate/Chart.yaml': replaced(/^appVersion: .*$/m, 'appVersion: 0.0.1') },
  }),
};
