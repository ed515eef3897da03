// npm run bench -- [--short] [--record] [--only NAME] [--rounds N] [--json FILE]: see docs/performance.md. Ends with 1
// when a request fails, an aim is missed by far, or a ratio fell.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { choose } from '../scripts/choose.ts';
import { withUsage } from '../scripts/usage.ts';
import { circumstances } from './machine.ts';
import { measureColdStart } from './measures/cold-start.ts';
import { measureFixedRate } from './measures/fixed-rate.ts';
import { measureLookup } from './measures/lookup.ts';
import { measureManySchemas } from './measures/many-schemas.ts';
import { measureMixed } from './measures/mixed.ts';
import { measureOtherReads } from './measures/other-reads.ts';
import { measurePostgresReads } from './measures/postgres-reads.ts';
import { measurePostgresRegistration } from './measures/postgres-registration.ts';
import { measurePostgresReplicas } from './measures/postgres-replicas.ts';
import { measurePublishedShape } from './measures/published-shape.ts';
import { measureRegistration } from './measures/registration.ts';
import { measureRollingRestart } from './measures/rolling-restart.ts';
import { measureSaturation } from './measures/saturation.ts';
import { measureSchemaById, release7, release8 } from './measures/schema-by-id.ts';
import { measureSchemaByIdWithKey } from './measures/schema-by-id-with-key.ts';
import { parseOptions } from './options.ts';
import { printed } from './print.ts';
import { pinLoad } from './processes/pinning.ts';
import { type Service, startService } from './processes/service.ts';
import { canMeasure } from './processes/usage.ts';
import { profiles } from './profile/profile.ts';
import { regressions } from './regressions.ts';
import type { Measured } from './results.ts';
import { failures } from './verdict.ts';

const { mode, effort, json, record, only } = withUsage(import.meta.filename, () =>
  parseOptions(process.argv.slice(2)),
);
if (!canMeasure) throw new Error('The CPU time of other processes is read from /proc: run this on Linux.');

const measures: Readonly<Record<string, (service: Service) => Promise<Measured>>> = {
  'schema-by-id': () => measureSchemaById(release7, effort),
  'schema-by-id-newer': () => measureSchemaById(release8, effort),
  'schema-by-id-key': () => measureSchemaByIdWithKey(effort),
  lookup: (service) => measureLookup(service, effort),
  'fixed-rate': (service) => measureFixedRate(service, effort),
  'other-reads': (service) => measureOtherReads(service, effort),
  mixed: (service) => measureMixed(service, effort),
  saturation: (service) => measureSaturation(service, effort),
  'cold-start': () => measureColdStart(effort),
  'published-shape': () => measurePublishedShape(effort),
  registration: () => measureRegistration(effort),
  'postgres-reads': (service) => measurePostgresReads(service, effort),
  'postgres-registration': () => measurePostgresRegistration(effort),
  'postgres-replicas': () => measurePostgresReplicas(effort),
  'rolling-restart': () => measureRollingRestart(effort),
  'many-schemas': (service) => measureManySchemas(service, effort),
};
const chosen = choose(Object.entries(measures), only === '' ? [] : [only], {
  nameOf: ([name]) => name,
  fits: (name, value) => name.startsWith(value),
});

const about = circumstances();
pinLoad();
console.log(`${JSON.stringify(about)}\n`);
const service = await startService();
const measured: Measured[] = [];
for (const [, measure] of chosen) {
  const result = await measure(service);
  measured.push(result);
  console.log(printed(result));
}
await service.stop();

const recordFile = join(import.meta.dirname, 'results/latest.json');
const recorded = (JSON.parse(readFileSync(recordFile, 'utf8')) as { measured: Measured[] }).measured;
const results = { ...about, mode, measured, profiles: record ? await profiles() : [] };
if (json !== undefined) write(json);
if (record) write(recordFile);

const faults = [
  ...failures(measured, mode),
  // A short run is too short to judge ratios by.
  ...(mode === 'full' ? regressions(measured, recorded) : []),
];
console.log(faults.length === 0 ? 'passed' : `FAILED\n  ${faults.join('\n  ')}`);
process.exitCode = faults.length === 0 ? 0 : 1;

function write(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
}
