import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { judged, type Row } from '../row.ts';
import { replaced, says } from '../text.ts';

/** A hook refuses commits that break the house rules. */
export const row: Row = {
  id: 'hooks',
  group: 'testing',
  title: 'A hook refuses commits that break the house rules',
  risk: 'low',
  source: 'OpenSSF Scorecard',
  needs: ['git'],
  async probe(candidate) {
    const hook = says(candidate, 'package.json', {
      'a pre-commit hook': /"pre-commit": "npm run --silent check:staged"/,
      'its script': /"check:staged": "node scripts\/check-staged\.ts"/,
    });
    if (hook.verdict !== 'pass') return hook;
    const problems: string[] = [];
    if ((await commit(candidate, '{ "tidy": true }\n')) !== 0) problems.push('a tidy file is refused');
    if ((await commit(candidate, '{"tidy"  :\n false}')) === 0)
      problems.push('an untidy file may be committed');
    return judged(problems, 'an untidy file is refused, a tidy one may be committed');
  },
  breaks: () => ({
    reason: /^an untidy file may be committed$/,
    edits: { 'scripts/check-staged.ts': replaced('process.exit(1)', 'process.exit(0)') },
  }),
};

/** The exit code of the hook, in a repository of its own where a file with this text is staged. */
async function commit(candidate: Candidate, text: string): Promise<number> {
  const folder = candidate.folder();
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/staged.json'), text);
  const steps = ['git init -q', 'git add .', `cp ${candidate.root}/biome.json .`];
  const script = [...steps, `node ${candidate.root}/scripts/check-staged.ts`].join(' && ');
  const { code } = await candidate.run('sh', ['-c', `cd ${folder} && ${script}`]);
  return code;
}
