import { page } from '../../readiness/page.ts';
import { recordedResults } from '../../readiness/results.ts';
import { alertFiles } from '../alerts/files.ts';
import { configurationPage } from './configuration-page.ts';
import { envExample } from './env-example.ts';
import { errorPage } from './error-page.ts';
import { faultPage } from './fault-page.ts';
import { flagsPage } from './flags-page.ts';
import { metricsPage } from './metrics-page.ts';
import { performancePage } from './performance-page.ts';
import { performancePlot } from './performance-plot.ts';
import { readmeWithSpeed } from './readme-speed.ts';

/** Files that are made from the sources, by path; a test holds them equal to what is committed. */
export const generatedPages: Readonly<Record<string, () => string | Promise<string>>> = {
  '.env.example': envExample,
  'README.md': readmeWithSpeed,
  'docs/configuration.md': configurationPage,
  'docs/errors.md': errorPage,
  'docs/faults.md': faultPage,
  'docs/metrics.md': metricsPage,
  'docs/operations/flags.md': flagsPage,
  'docs/performance.md': performancePage,
  'docs/performance.svg': performancePlot,
  'docs/production-readiness.md': () => page(recordedResults()),
  ...alertFiles,
};
