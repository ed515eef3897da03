// Writes what Prometheus loads from deploy/prometheus/slo.yaml, and the tests of it. `--shorten N` prints the rules
// with windows and waiting times divided by N instead, for a drill.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { alertFiles } from './alerts/files.ts';
import { rulesFile } from './alerts/rules.ts';
import { readSlo } from './alerts/slo.ts';

const { shorten } = parseArgs({ options: { shorten: { type: 'string' } } }).values;
if (shorten === undefined) for (const [path, text] of Object.entries(alertFiles)) writeFileSync(path, text());
else process.stdout.write(rulesFile(readSlo(), Number(shorten)));
