import { type Endpoint, readEndpoints } from '../../webhooks/endpoint.ts';
import type { Check } from '../check.ts';
import { messageOf, notChecked, together, warning } from '../finding.ts';

/** Receivers know by the signature that an event is ours. */
export const webhooks: Check = {
  id: 'webhooks',
  looksAt: 'whether each webhook is signed, by a secret that no other has, and sent over TLS',
  run({ config }) {
    if (config.WEBHOOKS === '') return notChecked('WEBHOOKS is empty: nobody is told of events');
    let endpoints: readonly Endpoint[];
    try {
      endpoints = readEndpoints(config.WEBHOOKS);
    } catch (error) {
      return notChecked(messageOf(error));
    }
    const findings = endpoints.flatMap((endpoint) => judge(endpoint, endpoints));
    return together(findings, `${endpoints.length} endpoints, each with a secret of its own, over TLS`);
  },
};

function judge({ name, url, keys }: Endpoint, all: readonly Endpoint[]) {
  const findings = [];
  if (keys.length === 0)
    findings.push(warning(`${name} is not signed`, 'give each endpoint `secrets`: docs/webhooks.md'));
  const others = all.filter((other) => other.name !== name).flatMap((other) => other.keys);
  if (keys.some((key) => others.some((other) => Buffer.compare(key, other) === 0)))
    findings.push(warning(`${name} shares a secret`, 'give each endpoint a secret of its own'));
  if (!url.startsWith('https:'))
    findings.push(warning(`${name} is told over plain HTTP`, 'give it a URL with https'));
  return findings;
}
