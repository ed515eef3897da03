import { blocksOf } from '../../test/helpers/markdown.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const path = 'ARCHITECTURE.md';

/** A diagram of the architecture, whose parts are those of the sources. */
export const row: Row = {
  id: 'diagrams',
  group: 'post-deployment',
  title: 'A diagram of the architecture, whose parts are those of the sources',
  risk: 'low',
  source: 'operations handbook',
  async probe(candidate) {
    const diagrams = blocksOf(candidate.read(path)).filter(({ language }) => language === 'mermaid');
    const arrows = diagrams.flatMap(({ text }) => Array.from(text.matchAll(/^ *([\w-]+) --> ([\w-]+)$/gm)));
    const parts = new Set(arrows.flatMap(([, from = '', to = '']) => [from, to]));
    const problems = [...parts]
      .filter((part) => !candidate.has(`src/${part}`) && !candidate.has(`src/${part}.ts`))
      .map((part) => `${path} shows ${part}, which is not in src`);
    if (parts.size === 0) problems.push(`${path} has no diagram`);
    return judged(problems, `${parts.size} parts, each of them in src`);
  },
  breaks: () => ({
    reason: /^ARCHITECTURE\.md shows cellar, which is not in src$/,
    edits: { [path]: replaced('server --> app', 'server --> cellar') },
  }),
};
