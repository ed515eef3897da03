import { type CheckResult, judged } from './check.ts';
import type { Ask } from './client.ts';

/** What each answer has to say to browsers; see OWASP's HTTP Headers Cheat Sheet. */
const wanted: Readonly<Record<string, RegExp>> = {
  'x-content-type-options': /^nosniff$/i,
  'content-security-policy': /default-src 'none'/,
  'referrer-policy': /^no-referrer/,
  'cross-origin-resource-policy': /^same-(?:origin|site)$/,
};
/** Over TLS also that it stays so, for at least half a year. */
const leastHstsSeconds = 15_552_000;
/** What tells strangers which software runs. */
const unwanted = ['x-powered-by', 'server'];

/** The security headers are there, and none that tells what runs. */
export async function checkHeaders(ask: Ask, https: boolean): Promise<CheckResult> {
  const { headers } = await ask('GET', '/subjects');
  const problems = Object.entries(wanted)
    .filter(([name, value]) => !value.test(headers.get(name) ?? ''))
    .map(([name]) => `${name} is ${headers.get(name) ?? 'missing'}`);
  for (const name of unwanted)
    if (headers.has(name)) problems.push(`${name} tells ${JSON.stringify(headers.get(name))}`);
  const age = Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1] ?? 0);
  if (https && age < leastHstsSeconds) problems.push(`strict-transport-security lasts ${age} s`);
  return judged('headers', problems, `${Object.keys(wanted).length} security headers as they should be`);
}
