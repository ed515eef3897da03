import { describe, expect, it } from 'vitest';
import { complaintOf } from '../../src/commands/complaint.ts';
import { exitCodeOf } from '../../src/commands/exit-codes.ts';
import { buildProgram } from '../../src/commands/program.ts';
import { loadConfig } from '../../src/config.ts';
import type { Examination } from '../../src/doctor/examine.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** Settings with which nothing but the lack of backups is worth a word, on any machine. */
const quiet = { PORT: '0', METRICS_PORT: '0', SCHEMA_DIR: '', AUDIT_LOG: 'off', MAX_CONNECTIONS: '100' };

async function doctor(words: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  let output = '';
  const program = buildProgram({
    config: () => loadConfig({ DATA_DIR: temporaryDirectory(), ...quiet, ...settings }),
    write: (text) => {
      output += text;
    },
    tell: (text) => expect.fail(text),
    serve: async () => undefined,
  });
  try {
    await program.parseAsync(['doctor', ...words], { from: 'user' });
    return { code: 0, output, complaint: '' };
  } catch (error) {
    return { code: exitCodeOf(error), output, complaint: complaintOf(error) };
  }
}

describe('schemagate doctor', () => {
  it('ends well with warnings, unless they are to count', async () => {
    const { code, output, complaint } = await doctor([]);
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
    expect(output).toMatch(/^ok {11}settings {10}every setting/);
    expect(output).toMatch(/^warning {6}backups {11}no backups are made\. To do: set BACKUP_DIR/m);
    const strict = await doctor(['--strict']);
    expect(strict.code).toBe(1);
    expect(strict.complaint).toMatch(/^schemagate: \d+ warnings?\n$/);
  });

  it('ends with 1 on a problem, and answers in JSON', async () => {
    const away = { DATABASE_URL: 'postgres://u:hush@127.0.0.1:1/d', HOST: '0.0.0.0' };
    const { code, output, complaint } = await doctor(['--json', '--timeout', '20000'], away);
    expect({ code, complaint }).toEqual({ code: 1, complaint: 'schemagate: 1 problem\n' });
    expect(output).not.toContain('hush');
    const report = JSON.parse(output) as Examination;
    expect(report).toMatchObject({ healthy: false, problems: 1 });
    expect(report.checks.find(({ id }) => id === 'database')).toMatchObject({ verdict: 'problem' });
    expect((await doctor([], { PORT: 'x' })).code).toBe(1);
  });

  it('ends with 2 on a wrong command line', async () => {
    expect((await doctor(['--timeout', 'long'])).code).toBe(2);
    expect((await doctor(['now'])).code).toBe(2);
  });
});
