import { blocksOf } from '../../test/helpers/markdown.ts';
import { guideProblems } from '../guide.ts';
import { judged, type Row } from '../row.ts';
import { says, without } from '../text.ts';

const path = 'README.md';

/** The README says how to install, start and test, and nothing that is not there. */
export const row: Row = {
  id: 'readme',
  group: 'documentation',
  title: 'The README says how to install, start and test, and nothing that is not there',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const basics = says(candidate, path, {
      'how to start': /npm ci && npm start/,
      'how to test': /npm ci && npm test/,
      'a configuration link': /docs\/configuration\.md/,
    });
    if (basics.verdict !== 'pass') return basics;
    const commands = blocksOf(candidate.read(path)).filter(({ language }) => language === 'sh');
    return judged(
      guideProblems(candidate, path),
      `how to start and test, ${commands.length} examples, links and commands that are there`,
    );
  },
  breaks: () => ({ reason: /lacks how to start/, edits: { [path]: without(/npm ci && npm start/g) } }),
};
