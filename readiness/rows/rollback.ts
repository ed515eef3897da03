import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { judged, type Row } from '../row.ts';

/** The layout of the store can be taken back. */
export const row: Row = {
  id: 'rollback',
  group: 'deployment',
  title: 'The layout of the store can be taken back',
  risk: 'high',
  source: 'operations handbook',
  async probe(candidate) {
    const { code, output } = await candidate.schemagate(['migrate', 'status', '--json'], {
      DATA_DIR: candidate.folder(),
    });
    const documented = /rollback/i.test(candidate.read('docs/operations/upgrade-and-rollback.md'));
    const up = readdirSync(join(candidate.root, 'src/storage/sqlite/migrations')).filter((name) =>
      name.endsWith('.up.sql'),
    );
    const bare = up.filter(
      (name) => !candidate.has(`src/storage/sqlite/migrations/${name.replace('.up.', '.down.')}`),
    );
    const problems = bare.map((name) => `${name} has no way down`);
    if (code > 2) problems.push(output);
    if (!documented) problems.push('the way back is not documented');
    if (up.length === 0) problems.push('there are no migrations');
    return judged(problems, `${up.length} migrations, each with its way back, documented`);
  },
  breaks: () => ({
    reason: /the way back is not documented/,
    edits: { 'docs/operations/upgrade-and-rollback.md': () => 'nothing' },
  }),
};
