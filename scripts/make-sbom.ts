// Writes what is shipped as a bill of materials (CycloneDX 1.6, JSON), from the lock file and so the same each time,
// and compares it with the lock file: npm run sbom -- [--output FILE]
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { lockedPackages } from './supply-chain/lock-file.ts';
import { sbomFaults } from './supply-chain/sbom.ts';
import { optionsOf } from './usage.ts';

const values = optionsOf(import.meta.filename, { output: { type: 'string', default: 'sbom.cdx.json' } });
const { status, stderr } = spawnSync(
  'cyclonedx-npm',
  [
    '--package-lock-only',
    // It takes peers that are newer than asked for as errors; what it leaves out is found below.
    '--ignore-npm-errors',
    '--omit=dev',
    '--flatten-components',
    '--output-reproducible',
    '--output-format=JSON',
    `--output-file=${values.output}`,
  ],
  { encoding: 'utf8' },
);
if (status === null) console.log('sbom: not run, since cyclonedx-npm is not installed');
const faults =
  status === 0
    ? sbomFaults(JSON.parse(readFileSync(values.output, 'utf8')), lockedPackages())
    : [`cyclonedx-npm failed: ${stderr}`];
for (const fault of faults) console.error(fault);
console.log(`${values.output}: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
