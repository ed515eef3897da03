import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';
import { until } from '../until.ts';

const page = 'docs/operations/log-shipping.md';
const traceId = '0af7651916cd43dd8448eb211c80319c';

/** A collector of logs finds the fields that are promised to it. */
export const row: Row = {
  id: 'log-aggregation',
  group: 'deployment',
  title: 'A collector of logs finds the fields that it is promised',
  risk: 'high',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const promised = [...candidate.read(page).matchAll(/^\| `([\w.]+)` \| (each|request) \|/gm)];
    if (promised.length === 0) return judged([`${page} promises no fields`], '');
    // To a collector of traces that is not there: the ids are in the log all the same.
    const service = await candidate.start({
      TRACING: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    });
    const before = Date.now();
    const answer = await service.ask('/subjects', {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    const id = answer.headers.get('x-request-id') ?? 'none';
    const line = await until(() => service.log.find((each) => each.includes(`"${id}"`)));
    if (line === undefined) return judged(['the request is not in the log under its id'], '');
    const lines = service.log.map((each) => JSON.parse(each) as Record<string, unknown>);
    const request = JSON.parse(line) as Record<string, unknown>;
    const problems = promised.flatMap(([, name = '', where]) =>
      (where === 'each' ? lines : [request])
        .filter((each) => fieldOf(each, name) === undefined)
        .slice(0, 1)
        .map((each) => `${JSON.stringify(each['msg'])} has no ${name}`),
    );
    const { time, level, trace_id } = request;
    if (problems.length === 0 && !(Number(time) >= before && Number(time) <= Date.now()))
      problems.push(`time is ${String(time)}`);
    if (level !== 30) problems.push(`level is ${String(level)}`);
    if (trace_id !== traceId) problems.push(`trace_id is ${String(trace_id)}`);
    return judged(problems, `${lines.length} lines with all ${promised.length} fields`);
  },
  breaks: () => ({
    reason: /^"request completed" has no time$/,
    edits: { 'src/plugins/logging/access-line.ts': replaced('"time":', '"ts":') },
  }),
};

function fieldOf(line: Readonly<Record<string, unknown>>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], line);
}
