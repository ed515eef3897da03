import { judged, type Row } from '../row.ts';

/** As shipped it listens on this machine alone, and not elsewhere without access control. */
export const row: Row = {
  id: 'secure-defaults',
  group: 'configuration',
  title: 'As shipped it listens on this machine alone, and not elsewhere without access control',
  risk: 'critical',
  source: 'CockroachDB production checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const { hostname } = new URL(service.url);
    const open = await candidate.run('node', ['src/server.ts'], {
      HOST: '0.0.0.0',
      PORT: '0',
      METRICS_PORT: '0',
      DATA_DIR: candidate.folder(),
    });
    const problems: string[] = [];
    if (hostname !== '127.0.0.1') problems.push(`it listens on ${hostname}`);
    if (open.code === 0) problems.push('with HOST=0.0.0.0 it starts without access control');
    return judged(problems, 'loopback by default; HOST=0.0.0.0 without credentials does not start');
  },
  breaks: () => ({ settings: { HOST: '0.0.0.0', AUTH: 'required' } }),
};
