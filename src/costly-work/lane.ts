import { getCompileCacheDir } from 'node:module';
import type { Piscina } from 'piscina';
import { FormatBusyError } from '../registry/format.ts';
import { refusals } from '../registry/refusals.ts';
import type { FormatTask, FormatTaskName, FormatTasks } from './format-task.ts';
import type { FormatRules } from './formats.ts';
import { Gate, GateFull } from './gate.ts';

export interface LaneOptions {
  /** Threads, each with one task at a time. They start when needed. */
  readonly threads: number;
  /** Tasks that may wait for a thread; more are refused. */
  readonly waiting: number;
  /** Milliseconds that a task may run; then its thread is ended. */
  readonly timeoutMs: number;
  /** Megabytes beyond which a thread is ended. Default 512: the largest schemas with all their references need half. */
  readonly heapMb?: number;
  /** Asked at each task; without it all are taken. */
  readonly takesWork?: () => boolean;
}

/** How the tasks that did not come to an answer ended. */
export type LaneLoss = 'refused' | 'timeout' | 'memory' | 'cancelled';

export interface LaneStats {
  readonly running: number;
  readonly waiting: number;
  readonly done: number;
  readonly lost: Readonly<Record<LaneLoss, number>>;
  /** Threads started since the start, replacements included. */
  readonly threadsStarted: number;
  /** Seconds that tasks have waited for a thread, summed up. */
  readonly waitedSeconds: number;
}

const heapMbByDefault = 512;
/** Milliseconds after which a thread without work ends. */
const idleMs = 60_000;

// A thread takes the compile cache from its environment alone, and needs nothing else from there.
const compileCache = getCompileCacheDir();
const env = compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache };

/** Threads for one kind of work, apart from those of other kinds, with a queue of bounded length before them. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #rules: FormatRules;
  readonly #gate: Gate;
  readonly #lost = { refused: 0, timeout: 0, memory: 0, cancelled: 0 };
  #pool: Promise<Piscina> | undefined;
  #done = 0;
  #threadsStarted = 0;
  #waitedMs = 0;

  constructor(options: LaneOptions, rules: FormatRules) {
    this.#options = options;
    this.#rules = rules;
    this.#gate = new Gate(options.threads, options.waiting);
  }

  stats(): LaneStats {
    const { inside: running, waiting } = this.#gate;
    return {
      running,
      waiting,
      done: this.#done,
      lost: { ...this.#lost },
      threadsStarted: this.#threadsStarted,
      waitedSeconds: this.#waitedMs / 1000,
    };
  }

  /**
   * Does a task on a thread. Throws `FormatBusyError` when too many wait or none is taken, 42201 when the task took too long
   * or too much memory, the signal's reason when it was aborted; the thread is then ended.
   */
  async run<Name extends FormatTaskName>(
    name: Name,
    task: FormatTasks[Name]['task'],
    signal: AbortSignal | undefined,
  ): Promise<FormatTasks[Name]['answer']> {
    await this.#enter(signal);
    try {
      const pool = await (this.#pool ??= this.#start());
      const answer = await this.#runOn(pool, { name, ...task } as FormatTask, signal);
      this.#done += 1;
      return answer as FormatTasks[Name]['answer'];
    } finally {
      this.#gate.leave();
    }
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await (await this.#pool)?.destroy();
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    const { takesWork } = this.#options;
    if (takesWork?.() === false) {
      this.#lost.refused += 1;
      throw new FormatBusyError('Costly schemas are not worked on at present');
    }
    const from = performance.now();
    try {
      await this.#gate.enter(signal);
      this.#waitedMs += performance.now() - from;
    } catch (error) {
      const full = error instanceof GateFull;
      this.#lost[full ? 'refused' : 'cancelled'] += 1;
      throw full ? new FormatBusyError('Too many costly schemas wait already') : error;
    }
  }

  /** The time counts from here on, not from when the task began to wait. */
  async #runOn(pool: Piscina, task: FormatTask, signal: AbortSignal | undefined): Promise<unknown> {
    const { timeoutMs } = this.#options;
    const stop = new AbortController();
    const cancel = () => stop.abort();
    const timer = setTimeout(cancel, timeoutMs);
    // Aborted meanwhile, it would tell of that no more.
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await pool.run(task, { signal: stop.signal });
    } catch (error) {
      throw this.#loss(error, stop.signal, signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
  }

  #loss(error: unknown, stopped: AbortSignal, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) {
      this.#lost.cancelled += 1;
      return signal.reason;
    }
    if (stopped.aborted) {
      this.#lost.timeout += 1;
      const { timeoutMs } = this.#options;
      return refusals.invalidSchema(`The schema is too costly: work on it took longer than ${timeoutMs} ms`);
    }
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      this.#lost.memory += 1;
      const { heapMb = heapMbByDefault } = this.#options;
      return refusals.invalidSchema(`The schema is too costly: work on it took more than ${heapMb} MB`);
    }
    return error;
  }

  async #start(): Promise<Piscina> {
    // Only with costly schemas is it needed.
    const { Piscina } = await import('piscina');
    const { threads, heapMb = heapMbByDefault } = this.#options;
    const pool = new Piscina({
      filename: new URL('./format-thread.ts', import.meta.url).href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: idleMs,
      workerData: this.#rules,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      env,
    });
    pool.on('workerCreate', () => {
      this.#threadsStarted += 1;
    });
    return pool;
  }
}
