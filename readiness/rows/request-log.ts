import { setTimeout as sleep } from 'node:timers/promises';
import { judged, type Row } from '../row.ts';

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
    const deadline = Date.now() + 3000;
    const find = () =>
      service.log.find((line) => line.includes(id) && /"responseTime"|"durationMs"|"ms"/.test(line));
    while (find() === undefined && Date.now() < deadline) await sleep(20);
    return judged(
      find() === undefined ? [`no line of the log has the request id ${id}`] : [],
      'a line with the id of the request and how long it took',
    );
  },
  breaks: () => ({ settings: { LOG_LEVEL: 'silent' } }),
};
