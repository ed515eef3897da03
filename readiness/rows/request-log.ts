import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';
import { until } from '../until.ts';

/** Each request is in the log with its id and time. */
export const row: Row = {
  id: 'request-log',
  group: 'observability',
  title: 'Each request is in the log with its id and time',
  risk: 'high',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const id = (await service.ask('/subjects?deleted=true')).headers.get('x-request-id') ?? 'none';
    const line = await until(
      () => service.log.find((each) => each.includes(id) && /"responseTime"|"durationMs"|"ms"/.test(each)),
      3000,
    );
    return judged(
      line === undefined ? [`no line of the log has the request id ${id}`] : [],
      'a line with the id of the request and how long it took',
    );
  },
  breaks: () => ({
    reason: /^no line of the log has the request id/,
    edits: { 'src/plugins/logging/access-line.ts': replaced('${quote(record.requestId)}', '""') },
  }),
};
