import type { readObjectives } from '../../src/verify/slo-file.ts';
import type { verify } from '../../src/verify/verify.ts';
import { fail, inconclusive, pass, type Row } from '../row.ts';
import { steadyLoad } from '../steady-load.ts';
import { replaced } from '../text.ts';

const file = 'deploy/prometheus/slo.yaml';
/** Enough for an objective of 99.9 % to be judged, and one of 99 % where each answer takes a third of a second. */
const load = { rate: 500, seconds: 4 };

/** What it answered meets the objectives that alerts are made from. */
export const row: Row = {
  id: 'within-slo',
  group: 'post-deployment',
  title: 'What it has answered meets the service level objectives',
  risk: 'high',
  source: 'Google SRE launch checklist',
  deadlineMs: 90_000,
  async probe(candidate) {
    const { readObjectives: read } = await candidate.load<{ readObjectives: typeof readObjectives }>(
      'src/verify/slo-file.ts',
    );
    const { verify: look } = await candidate.load<{ verify: typeof verify }>('src/verify/verify.ts');
    // Of its own, since other rows make theirs answer 5xx.
    const service = await candidate.start();
    const { id } = (await (await service.register('read', { title: 'read' })).json()) as { id: number };
    const paths = ['/subjects', `/schemas/ids/${id}`, '/subjects/read/versions/latest'];
    await steadyLoad(service.url, { ...load, paths });
    const report = await look({
      url: service.url,
      metricsUrl: service.metricsUrl,
      objectives: read(`${candidate.root}/${file}`),
      credential: '',
      write: false,
      subjectPrefix: '',
      reads: 1,
      maxP95Ms: 1000,
      maxErrorRatio: 1,
      minCertificateDays: 0,
    });
    const check = report.checks.find(({ id }) => id === 'objectives');
    if (check?.verdict === 'skipped') return inconclusive(check.found);
    return check?.verdict === 'pass' ? pass(check.found) : fail(check?.found ?? 'it was not looked at');
  },
  breaks: () => ({
    reason: /Latency/,
    // Its answers come before any hook.
    settings: { FLAG_QUICK_LANE: 'false' },
    edits: {
      'src/app.ts': replaced(
        'await app.register(healthRoutes);',
        "app.addHook('onRequest', (_a, _b, next) => void setTimeout(next, 300));await app.register(healthRoutes);",
      ),
    },
  }),
};
