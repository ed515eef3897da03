import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** A wrong setting stops the start and is named. */
export const row: Row = {
  id: 'validated-settings',
  group: 'configuration',
  title: 'A wrong setting stops the start and is named',
  risk: 'critical',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const { code, output } = await candidate.run('node', ['src/server.ts'], {
      PORT: 'http',
      DATA_DIR: candidate.folder(),
    });
    return judged(
      code === 1 && output.includes('PORT is "http"')
        ? []
        : [`it ended with ${code}: ${output.slice(0, 80)}`],
      'PORT=http: exit code 1, and a sentence that names it',
    );
  },
  breaks: () => ({
    reason: /^it ended with 0/,
    edits: { 'src/server.ts': replaced('exitBeforeStart(loaded.problems)', 'process.exit(0)') },
  }),
};
