import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** The network lets in what is needed, and nothing else. */
export const row: Row = {
  id: 'network-policy',
  group: 'deployment',
  title: 'The network lets in what is needed, and nothing else',
  risk: 'high',
  source: 'Kubernetes Pod Security',
  async probe(candidate) {
    const deny = 'deploy/kubernetes/base/network-policy-default-deny.yaml';
    const problems = [deny, 'deploy/kubernetes/base/network-policy.yaml']
      .filter((path) => !candidate.has(path))
      .map((path) => `${path} is missing`);
    if (problems.length === 0 && !/podSelector: *\{\}/.test(candidate.read(deny)))
      problems.push('the default does not deny');
    return judged(problems, 'all is denied by default, and allowed by name');
  },
  breaks: () => ({
    reason: /^the default does not deny$/,
    edits: {
      'deploy/kubernetes/base/network-policy-default-deny.yaml': replaced(
        'podSelector: {}',
        'podSelector: { matchLabels: { a: b } }',
      ),
    },
  }),
};
