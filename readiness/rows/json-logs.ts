import { judged, type Row } from '../row.ts';

/** Each line of the log is JSON. */
export const row: Row = {
  id: 'json-logs',
  group: 'operations',
  title: 'Each line of the log is JSON',
  risk: 'high',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const { log } = await candidate.service();
    const bad = log.filter((line) => !isJson(line));
    return judged(
      log.length === 0 ? ['there is no log'] : bad.map((line) => `not JSON: ${line}`),
      `${log.length} lines, each JSON on standard output`,
    );
  },
  breaks: () => ({
    reason: /^not JSON: started$/,
    edits: { 'src/server.ts': (text) => `${text}\nprocess.stdout.write('started\\n');` },
  }),
};

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}
