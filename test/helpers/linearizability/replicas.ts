import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, startServerProcess } from '../server-process.ts';

/** Services on one database, of which some may be dead for a while. */
export interface Replicas {
  /** Those that run, by name. */
  running(): readonly { readonly replica: string; readonly url: string }[];
  /** Kills one with SIGKILL; resolves when another runs in its place. */
  replace(replica: number): Promise<void>;
  /** Starts one more. */
  add(replica: string): Promise<{ readonly replica: string; readonly url: string }>;
  /** What they logged above ordinary work. */
  complaints(): string[];
  stop(): Promise<void>;
}

export async function startReplicas(count: number, databaseUrl: string): Promise<Replicas> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-replicas-'));
  const all: ServerProcess[] = [];
  const running = new Map<string, ServerProcess>();

  async function add(replica: string) {
    const settings = { DATABASE_URL: databaseUrl, DATABASE_POOL_MAX: '5', MAX_EVENT_LOOP_DELAY_MS: '0' };
    const server = await startServerProcess(directory, settings);
    all.push(server);
    running.set(replica, server);
    return { replica, url: server.url };
  }

  await Promise.all(Array.from({ length: count }, (_, index) => add(nameOf(index))));
  return {
    add,
    running: () => [...running].map(([replica, { url }]) => ({ replica, url })),
    async replace(index) {
      const victim = running.get(nameOf(index));
      running.delete(nameOf(index));
      await victim?.kill();
      await add(nameOf(index));
    },
    complaints: () => all.flatMap(({ complaints }) => complaints.map(({ msg }) => msg)),
    async stop() {
      await Promise.all([...running.values()].map((server) => server.stop()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const nameOf = (index: number): string => `replica ${index + 1}`;
