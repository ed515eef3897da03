import { supportedNode } from '../../version.ts';
import type { Check } from '../check.ts';
import { ok, problem } from '../finding.ts';

/** The Node.js that runs this: the one of the service when it is started the same way. */
export const nodeVersion: Check = {
  id: 'node-version',
  looksAt: 'the Node.js that runs this command',
  run: ({ machine }) =>
    isAtLeast(machine.nodeVersion, supportedNode)
      ? ok(`Node.js ${machine.nodeVersion}`)
      : problem(
          `Node.js ${machine.nodeVersion} runs this, and ${supportedNode} is needed`,
          'start it by `npm start` or `npx schemagate`, which take the Node.js that is installed beside it',
        ),
};

/** Whether a version such as `24.21.0` is in a range such as `>=24.4`. */
export function isAtLeast(version: string, range: string): boolean {
  const wanted = range.replace('>=', '').split('.').map(Number);
  const given = version.split('.').map(Number);
  for (const [index, least] of wanted.entries()) {
    const part = given[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
