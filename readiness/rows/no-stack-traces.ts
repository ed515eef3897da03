import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Errors tell clients no stack traces or paths. */
export const row: Row = {
  id: 'no-stack-traces',
  group: 'error handling',
  title: 'Errors tell clients no stack traces or paths',
  risk: 'critical',
  source: 'OWASP ASVS',
  async probe(candidate) {
    const service = await candidate.service();
    const asked = await Promise.all([
      service.ask('/none'),
      service.ask('/schemas/ids/x'),
      service.ask('/subjects/a/versions', { method: 'POST', body: '{' }),
    ]);
    const problems: string[] = [];
    for (const response of asked) {
      const body = await response.text();
      if (/ at .*:\d+:\d+|node_modules|\.ts\b/.test(body))
        problems.push(`${response.url} tells where it failed`);
      if (!body.includes('"error_code"')) problems.push(`${response.url} has another form`);
    }
    return judged(problems, `${asked.length} refusals hold a code and a message`);
  },
  breaks: () => ({
    reason: /tells where it failed/,
    edits: {
      'src/plugins/errors.ts': replaced(
        'message: answer.message',
        'message: answer.message + new Error().stack',
      ),
    },
  }),
};
