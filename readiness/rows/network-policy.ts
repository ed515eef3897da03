import { parse } from 'yaml';
import type { Candidate } from '../candidate.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

interface Policy {
  readonly spec: {
    readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

interface Rule {
  readonly from?: readonly object[];
  readonly to?: readonly object[];
  readonly ports?: readonly { readonly port: string | number }[];
}

const denies = 'deploy/kubernetes/base/network-policy-default-deny.yaml';
const allows = 'deploy/kubernetes/base/network-policy.yaml';
/** Clients reach the API, Prometheus the metrics. */
const ports = ['http', 'metrics'];

/** The network lets in what is needed, and nothing else. */
export const row: Row = {
  id: 'network-policy',
  group: 'deployment',
  title: 'The network lets in what is needed, and nothing else',
  risk: 'high',
  source: 'Kubernetes Pod Security',
  async probe(candidate) {
    const missing = [denies, allows]
      .filter((path) => !candidate.has(path))
      .map((path) => `${path} is missing`);
    return judged(
      missing.length > 0
        ? missing
        : problemsOf(policy(candidate, denies).spec, policy(candidate, allows).spec),
      `all is denied by default, in and out; let in are ${ports.join(' and ')}, from namespaces by name`,
    );
  },
  breaks: () => ({
    reason: /^the default does not deny$/,
    edits: { [denies]: replaced('podSelector: {}', 'podSelector: { matchLabels: { a: b } }') },
  }),
};

function problemsOf(deny: Policy['spec'], allow: Policy['spec']): string[] {
  const problems: string[] = [];
  const ofAll = Object.keys(deny.podSelector).length === 0;
  const bothWays = deny.policyTypes.toSorted().join() === 'Egress,Ingress';
  if (!ofAll || !bothWays || deny.ingress !== undefined || deny.egress !== undefined)
    problems.push('the default does not deny');
  if (allow.podSelector.matchLabels === undefined) problems.push('what is let in is let in to every pod');
  for (const { from = [], ports: open = [] } of allow.ingress ?? []) {
    if (from.length === 0) problems.push('anybody is let in');
    if (open.length === 0 || !open.every(({ port }) => ports.includes(String(port))))
      problems.push('other ports are open');
  }
  const open = (allow.ingress ?? []).flatMap(({ ports = [] }) => ports.map(({ port }) => String(port)));
  const reached = new Set(open);
  for (const port of ports) if (!reached.has(port)) problems.push(`nobody reaches the port ${port}`);
  if ((allow.egress ?? []).some(({ to = [] }) => to.length === 0)) problems.push('it may call anybody');
  return problems;
}

function policy(candidate: Candidate, path: string): Policy {
  return parse(candidate.read(path)) as Policy;
}
