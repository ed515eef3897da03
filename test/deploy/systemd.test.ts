import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageInfo from '../../package.json' with { type: 'json' };
import { configSchema, loadConfig } from '../../src/config.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const unit = readFileSync('deploy/systemd/schemagate.service', 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).error === undefined;
const hasLogrotate = spawnSync('logrotate', ['--version']).error === undefined;

/** The unit in a directory of its own, started by a program that is there. */
function installed(text: string): string {
  const path = join(temporaryDirectory(), 'schemagate.service');
  writeFileSync(path, text.replace('/usr/bin/node', process.execPath));
  return path;
}

describe.skipIf(!hasSystemd)('systemd (skipped where it is not installed)', () => {
  it('understands the unit', () => {
    const verify = (text: string) =>
      spawnSync('systemd-analyze', ['verify', installed(text)], { encoding: 'utf8' });
    expect(verify(unit)).toMatchObject({ status: 0, stderr: '' });
    expect(verify(unit.replace('Restart=on-failure', 'Restart=sometimes')).stderr).toContain('sometimes');
  });

  it('finds it exposed by 2.0 at the most', () => {
    const exposure = (text: string) =>
      spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', installed(text)]).status;
    expect(exposure(unit)).toBe(0);
    expect(exposure(unit.replace(/^(Protect|Private|Restrict|System|Capability).*\n/gm, ''))).not.toBe(0);
  });
});

describe('the unit', () => {
  it('starts the service as npm start does', () => {
    const [, options] = packageInfo.scripts.start.split(' exec node ');
    expect(unit).toContain(`ExecStart=/usr/bin/node ${options}\n`);
  });

  it('has settings that exist, and time to stop', () => {
    const environment = /^Environment=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
    const file = readFileSync('deploy/systemd/schemagate.env', 'utf8').match(/^[A-Z]\w*=.*$/gm) ?? [];
    const settings = Object.fromEntries(
      [...environment, ...file].map((line) => line.split('=') as [string, string]),
    );
    expect(
      Object.keys(settings).filter((name) => name !== 'NODE_ENV' && !(name in configSchema.properties)),
    ).toEqual([]);
    const loaded = loadConfig(settings);
    if (!loaded.ok) throw new Error(loaded.problems.join(' '));
    const stop = Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]);
    expect(stop * 1000).toBeGreaterThan(loaded.config.SHUTDOWN_TIMEOUT_MS + 5000);
  });
});

it.skipIf(!hasLogrotate)(
  'logrotate understands its configuration (skipped where logrotate is not installed)',
  () => {
    const directory = temporaryDirectory();
    const logs = join(directory, 'logs');
    mkdirSync(logs, { mode: 0o750 });
    writeFileSync(join(logs, 'schemagate.log'), 'x'.repeat(1000));
    const config = readFileSync('deploy/logrotate/schemagate', 'utf8')
      .replace('/var/log/schemagate', logs)
      .replace('su schemagate schemagate', 'su root root');
    const path = join(directory, 'schemagate');
    writeFileSync(path, config);
    chmodSync(path, 0o644);
    const { status, stderr } = spawnSync(
      'logrotate',
      ['--debug', '--force', '--state', join(directory, 'state'), path],
      { encoding: 'utf8' },
    );
    expect(stderr).toContain('rotating pattern');
    expect(stderr).toContain('copying');
    expect(stderr).not.toContain('error:');
    expect(status).toBe(0);
  },
);
