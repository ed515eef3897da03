// Writes what Prometheus loads from deploy/prometheus/slo.yaml, and the tests of it. `--shorten N` prints the rules
// with windows and waiting times divided by N instead, for a drill.
import { writeFileSync } from 'node:fs';
import { alertFiles } from './alerts/files.ts';
import { rulesFile } from './alerts/rules.ts';
import { readSlo } from './alerts/slo.ts';
import { optionsOf } from './usage.ts';

const { shorten } = optionsOf(import.meta.filename, { shorten: { type: 'string' } });
if (shorten === undefined) for (const [path, text] of Object.entries(alertFiles)) writeFileSync(path, text());
else process.stdout.write(rulesFile(readSlo(), Number(shorten)));
