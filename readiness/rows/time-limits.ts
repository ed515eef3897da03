import { hostileSchemas } from '../../test/helpers/hostile-schemas.ts';
import { judged, type Row } from '../row.ts';
import { scrape } from '../scrape.ts';
import { replaced } from '../text.ts';
import { until } from '../until.ts';

const limited = [
  'READ_TIMEOUT_MS',
  'WRITE_TIMEOUT_MS',
  'VALIDATE_TIMEOUT_MS',
  'REQUEST_TIMEOUT_MS',
  'HEADERS_TIMEOUT_MS',
];
const limitMs = 100;

/** Each kind of request has its time, and what goes over it is given up. */
export const row: Row = {
  id: 'time-limits',
  group: 'configuration',
  title: 'Each kind of request has a time limit; beyond it the answer is 503 and the work ends',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const { configSchema } = await candidate.load<{
      configSchema: { properties: Record<string, { default: unknown } | undefined> };
    }>('src/config.ts');
    const problems = limited
      .filter((name) => !(Number(configSchema.properties[name]?.default) > 0))
      .map((name) => `${name} sets no limit by default`);
    const costly = hostileSchemas().find(({ name }) => name === 'combined tree, large')?.first ?? '';
    const service = await candidate.start({ VALIDATE_TIMEOUT_MS: String(limitMs) });
    await service.register('plain', { type: 'object' });
    const begun = performance.now();
    const { status } = await service.ask('/compatibility/subjects/plain/versions/latest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schemaType: 'JSON', schema: costly }),
    });
    if (status !== 503) {
      const took = Math.round(performance.now() - begun);
      return judged([...problems, `a check limited to ${limitMs} ms got ${status} after ${took} ms`], '');
    }
    const ended = await until(async () => {
      const values = await scrape(service);
      const given = values.get('schemagate_costly_work_lost_total{kind="check",reason="cancelled"}');
      return values.get('schemagate_costly_work_running{kind="check"}') === 0 && given === 1
        ? true
        : undefined;
    });
    if (!ended) problems.push('the work of a check that was given up goes on');
    return judged(
      problems,
      `${limited.length} limits by default; a check over its time got 503, and its thread was freed`,
    );
  },
  breaks: () => ({
    reason: /^a check limited to 100 ms got \d+ after \d+ ms$/,
    edits: {
      'src/plugins/time-limits.ts': replaced(
        'new Deadlines(limits[kind])',
        'new Deadlines(limits[kind] * 1000)',
      ),
    },
  }),
};
