import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { burnFactor } from '../../scripts/alerts/burn-rules.ts';
import { cases } from '../../scripts/alerts/cases.ts';
import { durationOf, secondsOf, shortened } from '../../scripts/alerts/duration.ts';
import { ruleTestsFile } from '../../scripts/alerts/rule-tests.ts';
import { alertsOf, ruleGroups, rulesFile } from '../../scripts/alerts/rules.ts';
import { readSlo, sloFile } from '../../scripts/alerts/slo.ts';
import { anchorsOf } from '../helpers/markdown.ts';

const slo = readSlo();
const alerts = alertsOf(ruleGroups(slo));
const runbook = readFileSync('docs/runbooks/alerts.md', 'utf8');

describe('the SLO file', () => {
  it('is refused when something in it is unknown or wrong', () => {
    const text = readFileSync(sloFile, 'utf8');
    expect(() => readSlo(`${text}\nsurprise: 1\n`)).toThrow(/must NOT have additional properties/);
    expect(() => readSlo(text.replace('period: 30d', 'period: month'))).toThrow(/period must match pattern/);
    expect(() => secondsOf('5 minutes')).toThrow('not a duration');
    const [first] = slo.objectives;
    const { bad: _bad, ...vague } = first ?? { name: 'A', objective: 1, description: '', total: '' };
    expect(() => ruleGroups({ ...slo, objectives: [vague] })).toThrow(/neither what is bad nor what is good/);
    expect(() => ruleTestsFile([], cases, '1m')).toThrow(/which is no alert/);
  });

  it('has the windows and factors of multi-window burn rates', () => {
    const rows = slo.windows.map((window) => [
      window.severity,
      window.long,
      window.short,
      burnFactor(window, slo.period),
    ]);
    expect(rows).toEqual([
      ['page', '1h', '5m', 14.4],
      ['page', '6h', '30m', 6],
      ['ticket', '1d', '2h', 3],
      ['ticket', '3d', '6h', 1],
    ]);
    for (const { budget, long, short } of slo.windows) {
      const factor = ((budget / 100) * 30 * 24) / (secondsOf(long) / 3600);
      expect(burnFactor({ budget, long, short, for: '1m', severity: 'page' }, '30d')).toBeCloseTo(factor, 9);
      expect(secondsOf(long) / secondsOf(short)).toBe(12);
    }
  });

  it('is what docs/slo.md says', () => {
    const page = readFileSync('docs/slo.md', 'utf8');
    for (const { name, objective } of slo.objectives) expect(page).toContain(`| ${name} | ${objective} % |`);
    for (const window of slo.windows) {
      const factor = burnFactor(window, slo.period);
      const lasts = durationOf(Math.round(secondsOf(slo.period) / factor)).replace(/\D+/, ' $&');
      expect(page).toMatch(
        new RegExp(`\\| ${window.severity} \\| ${window.budget} % .* ${factor} \\| ${lasts} \\|`),
      );
    }
  });
});

describe('alerts', () => {
  it('have each a case in which they are silent, fire, and are silent again', () => {
    expect(cases.map(({ alert }) => `Schemagate${alert}`).sort()).toEqual(
      alerts.map(({ alert }) => alert).sort(),
    );
    const partial = cases.filter(({ at }) => at.silent === undefined || at.clear === undefined);
    expect(partial.map(({ alert, always }) => [alert, always])).toEqual([
      ['Watchdog', 'Its silence is the signal.'],
    ]);
  });

  it.each(alerts)('$alert says how grave it is, and has a runbook of three parts', (alert) => {
    expect(['page', 'ticket', 'none']).toContain(alert.labels['severity']);
    expect(alert.annotations.summary).toMatch(/^.{15,160}\.$/);
    expect(JSON.stringify(alert.labels)).not.toContain('$value');
    const [path, anchor = ''] = alert.annotations.runbook_url.split('#');
    expect([path, anchorsOf(runbook)]).toEqual(['docs/runbooks/alerts.md', expect.arrayContaining([anchor])]);
    const section = runbook.split(/^#+ /m).find((each) => each.toLowerCase().startsWith(`${anchor}\n`));
    expect(section).toMatch(/\*\*Means\.\*\*[\s\S]+\*\*Check\.\*\*[\s\S]+\*\*Do\.\*\*/);
  });

  it('have no section in the runbook without an alert', () => {
    const linked = new Set(alerts.map(({ annotations }) => annotations.runbook_url.split('#')[1]));
    const sections = anchorsOf(runbook).filter((anchor) => anchor.startsWith('schemagate'));
    expect(new Set(sections)).toEqual(linked);
  });

  it('get shorter windows for a drill, and the same thresholds', () => {
    const [plain, short] = [rulesFile(slo), rulesFile(slo, 60)];
    expect(shortened('5m', 60)).toBe('5000ms');
    expect(short).toContain('[5000ms]');
    expect(short).not.toMatch(/\[\d+[mhd]\]|for: \d+[mhd]$/m);
    const thresholds = (text: string) => [...text.matchAll(/[<>]=? [\d.* ]+/g)].map(([each]) => each);
    expect(thresholds(short)).toEqual(thresholds(plain));
    const printed = execFileSync(process.execPath, ['scripts/generate-alerts.ts', '--shorten', '60']);
    expect(printed.toString()).toBe(short);
  });

  const promtool = spawnSync('promtool', ['--version']).error === undefined;
  it.skipIf(!promtool)('pass promtool, each in its case (skipped where promtool is not installed)', () => {
    const run = (...args: string[]) => spawnSync('promtool', args, { encoding: 'utf8' });
    const check = run('check', 'rules', 'deploy/prometheus/rules.yaml');
    expect([check.status, check.stdout]).toEqual([0, expect.stringContaining('rules found')]);
    const files = globSync('deploy/prometheus/tests/*.yaml');
    expect(files.length).toBe(2);
    const test = run('test', 'rules', ...files);
    expect([test.status, test.stderr]).toEqual([0, '']);
  });
});
