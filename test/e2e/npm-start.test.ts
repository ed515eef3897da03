import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { mortal } from '../helpers/mortal-child.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it('npm start serves, and a signal to npm ends the service in good order', async () => {
  const child = spawn(...mortal('npm', ['start', '--silent']), {
    env: { ...process.env, DATA_DIR: temporaryDirectory(), PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  onTestFinished(() => endGroup(child.pid));
  const messages: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg } = JSON.parse(line) as { msg: string };
    messages.push(msg.replace(/ .*/, ''));
    if (msg.startsWith('ready:')) child.kill('SIGTERM');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(messages).toEqual(['schemagate', 'metrics', 'schema', 'ready:', 'SIGTERM:', 'audit', 'closed']);
});

/** So that a failed test leaves nothing running. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}
