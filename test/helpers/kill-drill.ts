import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemsIn, type Registration } from './check-registrations.ts';
import { registerUntilGone } from './registering-clients.ts';
import { seededRandom } from './seeded-random.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const clients = 16;
/** The process is killed after at most so many acknowledgements of a round. */
const longestRound = 400;
/** After so many rounds a store has grown enough, and the next begins empty. */
const roundsPerStore = 10;
const pageSize = 1000;

export interface KillDrill {
  readonly rounds: number;
  readonly seed: number;
  /** Told after each round what it found. */
  readonly onRound?: (round: number, acknowledged: number, problems: readonly string[]) => void;
}

export interface DrillResult {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly problems: readonly string[];
}

/**
 * Again and again: starts the service, lets clients register at once, kills the process with SIGKILL in their midst,
 * starts it on the same data, and checks that every acknowledged registration is there with its id and text, that a
 * content has one id and an id one content, that versions have no gap, that neighbours are compatible, and that the
 * service had nothing to complain of.
 */
export async function runKillDrill({ rounds, seed, onRound }: KillDrill): Promise<DrillResult> {
  const random = seededRandom(seed);
  const problems: string[] = [];
  let acknowledged = 0;
  for (let first = 1; first <= rounds; first += roundsPerStore) {
    const directory = mkdtempSync(join(tmpdir(), 'schemagate-drill-'));
    const inStore: Registration[] = [];
    let server = await startServerProcess(directory);
    try {
      for (let round = first; round < Math.min(first + roundsPerStore, rounds + 1); round += 1) {
        const killAfter = 1 + random(longestRound);
        const seen = await killAmidRegistrations(server, killAfter, random);
        inStore.push(...seen.acknowledged);
        acknowledged += seen.acknowledged.length;
        server = await startServerProcess(directory);
        const stored = await storedRegistrations(server.url);
        const found = [...seen.badAnswers, ...problemsIn(stored, inStore), ...incompatibleNeighbours(stored)];
        if (server.complaints.length > 0) found.push(`complaints: ${JSON.stringify(server.complaints)}`);
        problems.push(...found.map((problem) => `round ${round}: ${problem}`));
        onRound?.(round, seen.acknowledged.length, found);
      }
    } finally {
      await server.kill();
      rmSync(directory, { recursive: true, force: true });
    }
  }
  return { rounds, acknowledged, problems };
}

async function killAmidRegistrations(
  server: ServerProcess,
  killAfter: number,
  random: (limit: number) => number,
) {
  let killed: Promise<void> | undefined;
  const onAcknowledged = (count: number) => {
    if (count >= killAfter) killed ??= server.kill();
  };
  const seen = await registerUntilGone({ url: server.url, clients, random, onAcknowledged });
  await (killed ?? server.kill());
  return seen;
}

/** All versions, by subject and version. */
async function storedRegistrations(url: string): Promise<readonly Registration[]> {
  const stored: Registration[] = [];
  for (;;) {
    const response = await fetch(`${url}/schemas?deleted=true&offset=${stored.length}&limit=${pageSize}`);
    const page = (await response.json()) as (Omit<Registration, 'text'> & { readonly schema: string })[];
    stored.push(...page.map(({ subject, version, id, schema }) => ({ subject, version, id, text: schema })));
    if (page.length < pageSize) return stored;
  }
}

/** Versions of one subject whose types differ: they break each other's readers. */
function incompatibleNeighbours(stored: readonly Registration[]): string[] {
  return stored
    .filter((each, index) => {
      const before = stored[index - 1];
      return before?.subject === each.subject && typeOf(before) !== typeOf(each);
    })
    .map(({ subject, version }) => `${subject} version ${version} breaks readers of the one before it`);
}

function typeOf({ text }: Registration): string {
  return (JSON.parse(text) as { properties: { id: { type: string } } }).properties.id.type;
}
