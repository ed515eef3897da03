import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const redis = 'test/plugins/rate-limit.test.ts';
const others = ['test/contract/postgres.test.ts', 'test/helpers/s3-server.ts'];

/** Tests run against real PostgreSQL, S3 and Redis, and notice what is wrong with the service. */
export const row: Row = {
  id: 'real-services',
  group: 'testing',
  title: 'Tests run against real PostgreSQL, S3 and Redis, and notice what is wrong',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  needs: ['redis-server'],
  async probe(candidate) {
    const problems = others.filter((path) => !candidate.has(path)).map((path) => `${path} is missing`);
    const args = ['run', '--maxWorkers=1', redis, '-t', 'counting in Redis'];
    const { output } = await candidate.run('vitest', args, { NO_COLOR: '1' });
    if (!/^ *Tests +[1-9]\d* passed/m.test(output)) problems.push('no test of counting in Redis passes');
    return judged(problems, 'counting in Redis, tried now; the store contract on PostgreSQL; an S3 server');
  },
  breaks: () => ({
    reason: /^no test of counting in Redis passes$/,
    edits: {
      'src/plugins/rate-limit/count-in-redis.ts': replaced('exceeded: taken.isExceeded', 'exceeded: false'),
      // A copy of the tests: those behind a link would test the sources that are whole.
      [redis]: (text) => `${text}\n`,
    },
  }),
};
