import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import { type Load, runLoad } from '../load/load.ts';
import { type Service, startService } from '../processes/service.ts';
import { type CpuProfile, type Share, sharesByModule } from './by-module.ts';

export interface Profile {
  readonly title: string;
  readonly shares: readonly Share[];
}

const connections = 32;
const headers = { 'content-type': 'application/json' };

/** Where the service's main thread spends its time, for each kind of request. */
export async function profiles(): Promise<readonly Profile[]> {
  const found: Profile[] = [];
  for (const { title, load } of kinds) found.push({ title, shares: await sharesUnder(load) });
  return found;
}

const kinds: readonly { readonly title: string; readonly load: (service: Service) => Promise<Load> }[] = [
  {
    title: 'schema by id',
    load: async (service) => {
      const id = await register(service, 'bench-by-id', schemaRequest(1));
      return { connections, path: `/schemas/ids/${id}` };
    },
  },
  {
    title: 'lookup by schema',
    load: async (service) => {
      const body = schemaRequest(2);
      await register(service, 'bench-lookup', body);
      return { connections, method: 'POST', headers, path: '/subjects/bench-lookup', body };
    },
  },
  {
    title: 'registration',
    load: async () => {
      let number = 0;
      return {
        connections,
        method: 'POST',
        headers,
        next() {
          number += 1;
          return { path: `/subjects/bench-${number}/versions`, body: schemaRequest(number) };
        },
      };
    },
  },
];

const warmUpSeconds = 4;
const seconds = 6;

async function sharesUnder(load: (service: Service) => Promise<Load>): Promise<readonly Share[]> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-bench-profile-'));
  const nodeOptions = ['--cpu-prof', `--cpu-prof-dir=${directory}`, '--cpu-prof-interval=500'];
  const service = await startService({ nodeOptions });
  const made = await load(service);
  await runLoad(service, { ...made, duration: warmUpSeconds + seconds });
  await service.stop();
  // One file a thread, numbered in the order of their start: the first is the main thread's.
  const [file] = readdirSync(directory).sort((a, b) => threadOf(a) - threadOf(b));
  const profile = JSON.parse(readFileSync(join(directory, file ?? ''), 'utf8')) as CpuProfile;
  rmSync(directory, { recursive: true });
  const length = profile.timeDeltas.reduce((sum, delta) => sum + delta, 0);
  return sharesByModule(profile, repositoryUrl, length - seconds * 1_000_000);
}

const repositoryUrl = `${pathToFileURL(join(import.meta.dirname, '../..')).href}/`;

/** `CPU.<date>.<time>.<process>.<thread>.<sequence>.cpuprofile` */
function threadOf(file: string): number {
  return Number(file.split('.')[4]);
}
