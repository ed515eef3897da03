import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateAuthority } from '../../test/helpers/certificates.ts';
import { seededRandom } from '../../test/helpers/seeded-random.ts';
import type { Stored } from '../data/mixed-requests.ts';
import { storeSchemas } from '../data/stored-schemas.ts';
import { type Effort, interleave } from '../load/interleave.ts';
import { makeApiKey } from '../processes/api-key.ts';
import { type Service, startService } from '../processes/service.ts';
import { type Measured, rowOf } from '../results.ts';

const clients = 100;
const schemas = 1000;
const runs = 5;
/** Of one run, in times of a round of the other measures. */
const roundsPerRun = 3;

/** The shape in which others have published figures: see docs/performance.md for theirs, with their dates. */
export async function measurePublishedShape(effort: Effort): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-bench-'));
  const authorization = `Basic ${Buffer.from(`bench:${makeApiKey(directory)}`).toString('base64')}`;
  const stored = await fill(directory, { authorization });
  const service = await startWithTls(directory);
  const random = seededRandom(1);
  const next = () => ({ path: `/schemas/ids/${stored.ids[random(schemas)] ?? 1}` });
  const [found] = await interleave(
    [
      {
        name: 'Schemagate, TLS and basic auth',
        target: service,
        load: { connections: clients, headers: { authorization }, next },
      },
    ],
    { ...effort, rounds: Math.min(runs, effort.rounds), duration: roundsPerRun * effort.duration },
  );
  await service.stop();
  rmSync(directory, { recursive: true });
  if (!found) throw new Error('No runs');
  return {
    title: 'the shape others publish',
    about: `GET /schemas/ids/:id, ${schemas} schemas, ${clients} clients that keep their connections, TLS, basic auth, after a warm-up, the median of ${found.runs.length} runs`,
    rows: [rowOf(found)],
    figures: [],
  };
}

/** Registers without TLS, which is not what is measured. */
async function fill(directory: string, headers: Readonly<Record<string, string>>): Promise<Stored> {
  const service = await startService({ directory, settings: { AUTH: 'required' } });
  const stored = await storeSchemas(service, schemas, headers);
  await service.stop();
  return stored;
}

async function startWithTls(directory: string): Promise<Service> {
  const authority = await certificateAuthority();
  const { cert, key } = await authority.issue('bench');
  const certFile = join(directory, 'tls.crt');
  const keyFile = join(directory, 'tls.key');
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return startService({
    directory,
    settings: { AUTH: 'required' },
    tls: { certFile, keyFile, ca: authority.cert },
  });
}
