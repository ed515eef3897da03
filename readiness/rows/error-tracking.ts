import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

interface Group {
  readonly code: number;
  readonly route: string;
  readonly fingerprint: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** Errors are kept with fingerprint, count, first and last seen. */
export const row: Row = {
  id: 'error-tracking',
  group: 'observability',
  title: 'Errors are kept with fingerprint, count, first and last seen',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const service = await candidate.service();
    for (let time = 0; time < 2; time += 1) await service.ask('/subjects/untracked/versions/1');
    const { errors: groups } = (await (await service.ask('/admin/errors')).json()) as {
      errors: readonly Group[];
    };
    const found = groups.find(
      ({ code, route }) => code === 40401 && route.startsWith('/subjects/:subject/versions/'),
    );
    if (found === undefined) return judged([`the error is not among the ${groups.length} groups`], '');
    const problems: string[] = [];
    if (!/^[0-9a-f]{8,}$/.test(found.fingerprint)) problems.push(`its fingerprint is ${found.fingerprint}`);
    if (found.count < 2) problems.push(`it came twice and is counted ${found.count} times`);
    if (!(Date.parse(found.firstSeen) <= Date.parse(found.lastSeen)))
      problems.push(`first seen ${found.firstSeen}, last ${found.lastSeen}`);
    return judged(problems, '/admin/errors has an error that came twice as one group, with its times');
  },
  breaks: () => ({
    reason: /the error is not among/,
    edits: { 'src/plugins/errors.ts': without(/groups\.add\(.*\);/) },
  }),
};
