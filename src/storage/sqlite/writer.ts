import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { OrderedChange } from '../../registry/succession.ts';
import type { BatchResult } from './commit-batch.ts';
import type { WriterData, WriterReply, WriterRequest } from './writer-messages.ts';

/**
 * The thread that writes, so that no fsync stalls the event loop. One that died is replaced at the next
 * write: the database is whole at every moment, so a new thread can always go on from it.
 */
export class Writer {
  readonly #data: WriterData;
  #thread: Promise<Thread> | undefined;

  constructor(data: WriterData) {
    this.#data = data;
  }

  /** Starts the thread unless it runs. Rejects when it can't open the database. */
  async start(): Promise<void> {
    await this.#running();
  }

  /** Commits the changes in one transaction. Rejects when the thread died; they may then be stored or not. */
  async write(changes: readonly OrderedChange[]): Promise<BatchResult> {
    const thread = await this.#running();
    return thread.commit(changes);
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const thread = await this.#thread;
    await thread?.close();
  }

  #running(): Promise<Thread> {
    this.#thread ??= Thread.start(this.#data, () => {
      this.#thread = undefined;
    });
    return this.#thread;
  }
}

// A thread takes the compile cache from its environment alone, and needs nothing else from there.
const compileCache = getCompileCacheDir();
const env = compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache };

class Thread {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #awaited: PromiseWithResolvers<BatchResult> | undefined;
  #death: Error | undefined;

  static start(data: WriterData, onEnd: () => void): Promise<Thread> {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: data, env });
    const { promise, resolve, reject } = Promise.withResolvers<Thread>();
    const thread = new Thread(worker, onEnd, reject);
    worker.once('message', () => resolve(thread));
    return promise;
  }

  private constructor(worker: Worker, onEnd: () => void, onDeath: (error: Error) => void) {
    this.#worker = worker;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    worker.on('message', (reply: WriterReply) => {
      if (reply.kind === 'committed') this.#awaited?.resolve(reply);
    });
    worker.on('error', (error: Error) => {
      this.#death = error;
    });
    worker.on('exit', () => {
      this.#death ??= new Error('The writer thread ended');
      onEnd();
      onDeath(this.#death);
      this.#awaited?.reject(this.#death);
      resolve();
    });
  }

  commit(changes: readonly OrderedChange[]): Promise<BatchResult> {
    if (this.#death) return Promise.reject(this.#death);
    this.#awaited = Promise.withResolvers<BatchResult>();
    this.#send({ kind: 'commit', changes });
    return this.#awaited.promise;
  }

  async close(): Promise<void> {
    this.#send({ kind: 'close' });
    await this.#ended;
  }

  #send(request: WriterRequest): void {
    this.#worker.postMessage(request);
  }
}
