import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const least = 95;
const kinds = ['lines', 'branches'] as const;
/** Asks vitest itself what it will hold to. */
const script = `import('vitest/node')
  .then(({ resolveConfig }) => resolveConfig({ config: 'vitest.config.ts' }))
  .then(({ test }) => console.log(JSON.stringify(test.coverage)));`;

/** The tests fail below 95 % coverage of lines and branches. */
export const row: Row = {
  id: 'coverage',
  group: 'testing',
  title: 'The tests fail below 95 % coverage of lines and branches',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const { scripts } = JSON.parse(candidate.read('package.json')) as { scripts: Record<string, string> };
    const { code, output } = await candidate.run('node', ['-e', script]);
    if (code !== 0) return judged([`vitest does not say what it holds to: ${output.slice(0, 200)}`], '');
    const { include, thresholds } = JSON.parse(output) as {
      include: string[];
      thresholds?: Partial<Record<string, number>>;
    };
    const problems = kinds
      .filter((kind) => !((thresholds?.[kind] ?? 0) >= least))
      .map((kind) => `vitest asks for ${thresholds?.[kind] ?? 0} % of ${kind}`);
    if (!include.includes('src/**/*.ts')) problems.push(`only ${include.join(', ')} count`);
    if (!scripts['test']?.includes('--coverage')) problems.push('npm test does not measure coverage');
    return judged(problems, `npm test fails below ${least} % of ${kinds.join(' and ')} of all of src`);
  },
  breaks: () => ({
    reason: /^vitest asks for 5 % of lines; vitest asks for 5 % of branches$/,
    edits: { 'vitest.config.ts': replaced('lines: 95, branches: 95', 'lines: 5, branches: 5') },
  }),
};
