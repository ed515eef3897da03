import { spawnSync } from 'node:child_process';

/**
 * Asks the advisory service of npm about what is shipped. Code 1: there is something serious. Where the service can't
 * be asked that is what it says, and never that all is well.
 */
interface AuditAnswer {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
}

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const counts = answerIn(stdout).metadata?.vulnerabilities;
if (counts === undefined) {
  console.log('npm audit: not run here, since the advisory service did not answer; nothing is known');
} else {
  console.log(`npm audit: ${JSON.stringify(counts)}`);
  process.exitCode = (counts['high'] ?? 0) + (counts['critical'] ?? 0) > 0 ? 1 : 0;
}

function answerIn(text: string): AuditAnswer {
  try {
    return JSON.parse(text) as AuditAnswer;
  } catch {
    return {};
  }
}
