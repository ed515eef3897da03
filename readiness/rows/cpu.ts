import { judged, type Row } from '../row.ts';
import { scrape } from '../scrape.ts';
import { replaced } from '../text.ts';

const metric = 'process_cpu_seconds_total';
const requests = 200;
/** Of a processor, for each read; generous, for a machine that is busy. */
const mostMs = 10;

/** Its use of the processor is measured, and small. */
export const row: Row = {
  id: 'cpu',
  group: 'performance',
  title: `A read takes less than ${mostMs} ms of a processor, as its metrics say`,
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const before = (await scrape(service)).get(metric);
    // Each another question: an answer that is kept takes nothing.
    for (let read = 0; read < requests; read += 1)
      await (await service.ask(`/subjects?deleted=true&subjectPrefix=${read}`)).text();
    const after = (await scrape(service)).get(metric);
    if (before === undefined || after === undefined) return judged([`there is no ${metric}`], '');
    const each = ((after - before) * 1000) / requests;
    const problems =
      after > before && each < mostMs ? [] : [`${each.toFixed(2)} ms of a processor for a read`];
    return judged(problems, `${each.toFixed(2)} ms for each of ${requests} reads`);
  },
  breaks: () => ({
    reason: /^[1-9]\d+(?:\.\d+)? ms of a processor for a read$/,
    edits: {
      'src/routes/subjects.ts': replaced(
        '({ query, registry }, reply) => {',
        '({ query, registry }, reply) => {\n      let spent = 0;\n      for (let step = 0; step < 1e8; step += 1) spent ^= step;',
      ),
    },
  }),
};
