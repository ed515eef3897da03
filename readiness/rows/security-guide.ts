import { guideProblems } from '../guide.ts';
import { judged, type Row } from '../row.ts';
import { replaced, says } from '../text.ts';

const model = 'docs/security.md';

/** A threat model whose proofs are there, and how to report a hole. */
export const row: Row = {
  id: 'security-guide',
  group: 'documentation',
  title: 'A threat model whose proofs are there, and how to report a hole',
  risk: 'high',
  source: 'OpenSSF Scorecard',
  async probe(candidate) {
    const policy = says(candidate, 'SECURITY.md', {
      'how to report': /report/i,
      'a time to answer': /\bday/i,
    });
    if (policy.verdict !== 'pass') return policy;
    const problems = ['SECURITY.md', model].flatMap((path) => guideProblems(candidate, path));
    const text = candidate.has(model) ? candidate.read(model) : '';
    const proofs = [...text.matchAll(/^\| API\d+ .*?`([\w.-]+\.ts)`/gm)].map(([, file = '']) => file);
    if (proofs.length !== 10)
      problems.push(`${model} has proofs of ${proofs.length} of the ten risks of OWASP`);
    for (const file of proofs)
      if (!candidate.has(`test/security/owasp/${file}`)) problems.push(`the proof ${file} is not there`);
    return judged(problems, 'how to report, a threat model, and tests for each of the ten risks of OWASP');
  },
  breaks: () => ({
    reason: /^the proof 01-none\.ts is not there$/,
    edits: { [model]: replaced('`01-object-level-authorization.ts`', '`01-none.ts`') },
  }),
};
