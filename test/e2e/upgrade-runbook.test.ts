import { expect, it } from 'vitest';
import { runShell, tourOf } from '../helpers/runbook.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const blocks = tourOf('docs/operations/upgrade-and-rollback.md');
/** Of each command, as the text around it says. */
const codes = [1, 2, 0, 0, 2, 0, 0];
/** The service keeps quiet, and to itself. */
const env = { PORT: '0', METRICS_PORT: '0', SCHEMA_DIR: '', LOG_LEVEL: 'silent' };

it('does what the runbook says, and answers what it shows', async () => {
  const cwd = temporaryDirectory();
  const shown: unknown[] = [];
  const answered: unknown[] = [];
  for (const [index, { language, text: written }] of blocks.entries()) {
    if (language !== 'sh') continue;
    const answer = blocks[index + 1];
    const { code, output } = await runShell(`{ ${written.trim()}\n} 2>&1`, { cwd, env });
    const read = (printed: string): unknown => (answer?.language === 'json' ? JSON.parse(printed) : printed);
    shown.push({ written, code: codes[shown.length], output: read(answer?.text ?? '') });
    answered.push({ written, code, output: read(output) });
  }
  expect(answered).toEqual(shown);
  expect(shown).toHaveLength(codes.length);
}, 180_000);
