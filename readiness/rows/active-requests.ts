import { beginRegistration } from '../half-request.ts';
import { judged, type Row } from '../row.ts';
import { scrape } from '../scrape.ts';
import { without } from '../text.ts';
import { until } from '../until.ts';

const gauge = 'schemagate_active_requests';

/** Requests under way are counted. */
export const row: Row = {
  id: 'active-requests',
  group: 'resilience',
  title: 'Requests under way are counted, so that nobody ends them unawares',
  risk: 'medium',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const service = await candidate.start();
    const is = (wanted: number) =>
      until(async () => ((await scrape(service)).get(gauge) === wanted ? true : undefined), 3000);
    const problems: string[] = [];
    const requests = [beginRegistration(service), beginRegistration(service)];
    if (!(await is(2))) problems.push(`with two under way ${gauge} is ${(await scrape(service)).get(gauge)}`);
    const answers = await Promise.all(requests.map((request) => request.finish()));
    if (!answers.every((answer) => answer.startsWith('HTTP/1.1 200 ')))
      problems.push('they were not answered');
    if (!(await is(0))) problems.push('it does not fall again');
    return judged(problems, `${gauge} is 2 with two under way, and 0 after`);
  },
  breaks: () => ({
    reason: /^with two under way schemagate_active_requests is 0$/,
    edits: { 'src/plugins/metrics.ts': without('active.begin(request.socket);') },
  }),
};
