import { seededRandom } from '../seeded-random.ts';
import { freshReplica, type Operation } from './operation.ts';
import { historyProblems } from './problems.ts';
import { ask, type Question } from './replica-client.ts';
import { type Replicas, startReplicas } from './replicas.ts';

/** What docs/operations/scaling.md promises of reads through another replica, in milliseconds. */
export const documentedReadLag = 10_000;

const clients = 16;
/** Few subjects and contents at a time, so that clients get in each other's way. */
const subjectsAtOnce = 6;
const contentsAtOnce = 14;
/** After so many operations come new subjects: no order is sought for longer histories than these make. */
const operationsPerGeneration = 600;

export interface ReplicaDrill {
  /** A database without tables. */
  readonly databaseUrl: string;
  readonly replicas: number;
  readonly operations: number;
  /** How many times a replica is killed and another started in its place. */
  readonly kills: number;
  readonly seed: number;
  /** See `Guarantee`. */
  readonly readLag: number;
}

export interface DrillResult {
  /** How many are in the history. */
  readonly operations: number;
  /** Writes of which nobody knows whether they happened. */
  readonly unknown: number;
  readonly subjects: number;
  readonly kills: number;
  readonly problems: readonly string[];
}

/**
 * Lets many clients register, delete and read the same schemas through several replicas of which one is killed
 * now and then, and checks that one registry that does one thing at a time could have given all the answers.
 */
export async function runReplicaDrill(drill: ReplicaDrill): Promise<DrillResult> {
  const replicas = await startReplicas(drill.replicas, drill.databaseUrl);
  try {
    const { history, problems, kills } = await makeHistory(drill, replicas);
    const subjects = [...new Set(history.map(({ subject }) => subject))];
    history.push(...(await lastReads(replicas, subjects)));
    for (const complaint of replicas.complaints()) problems.push(`a replica logged: ${complaint}`);
    problems.push(...historyProblems(history, { readLag: drill.readLag, compatible: sameType }));
    const unknown = history.filter(({ result }) => result === 'unknown').length;
    return { operations: history.length, unknown, subjects: subjects.length, kills, problems };
  } finally {
    await replicas.stop();
  }
}

async function makeHistory({ replicas: count, operations, kills, seed }: ReplicaDrill, replicas: Replicas) {
  const history: Operation[] = [];
  const problems: string[] = [];
  const random = seededRandom(seed);
  let asked = 0;
  let killed = 0;
  let replacing: Promise<void> | undefined;

  function killWhenDue(): void {
    if (replacing !== undefined || killed >= kills || asked < ((killed + 0.5) * operations) / kills) return;
    killed += 1;
    replacing = replicas.replace(random(count)).finally(() => {
      replacing = undefined;
    });
  }

  async function keepAsking(draw: (limit: number) => number): Promise<void> {
    while (asked < operations) {
      const generation = Math.floor(asked / operationsPerGeneration);
      const running = replicas.running();
      const replica = running[draw(running.length)];
      if (!replica) throw new Error('All replicas are dead');
      asked += 1;
      killWhenDue();
      const subject = `subject-${generation}-${draw(subjectsAtOnce)}`;
      const answer = await ask(replica, subject, drawQuestion(draw, generation));
      if (answer.kind === 'operation') history.push(answer.operation);
      else if (answer.kind === 'bad-answer') problems.push(answer.problem);
      else asked -= 1;
    }
  }

  await Promise.all(
    Array.from({ length: clients }, (_, client) => keepAsking(seededRandom(seed * clients + client))),
  );
  await replacing;
  return { history, problems, kills: killed };
}

function drawQuestion(draw: (limit: number) => number, generation: number): Question {
  const kind = draw(20);
  if (kind < 9) {
    const title = `${generation}-${draw(contentsAtOnce)}`;
    const type = draw(8) === 0 ? 'integer' : 'string';
    return { kind: 'register', text: JSON.stringify({ title, properties: { id: { type } } }) };
  }
  if (kind < 11) return { kind: 'delete', version: 1 + draw(contentsAtOnce) };
  return { kind: kind < 16 ? 'latest' : 'versions' };
}

/** A reader of one type can't read the other. */
function sameType(latest: string, next: string): boolean {
  return latest.includes('integer') === next.includes('integer');
}

/** What became of all subjects. */
async function lastReads(replicas: Replicas, subjects: readonly string[]): Promise<Operation[]> {
  const fresh = await replicas.add(freshReplica);
  const reads: Operation[] = [];
  for (const subject of subjects) {
    for (const kind of ['versions', 'latest'] as const) {
      const answer = await ask(fresh, subject, { kind });
      if (answer.kind !== 'operation') throw new Error(`${subject} can not be read at the end`);
      reads.push(answer.operation);
    }
  }
  return reads;
}
