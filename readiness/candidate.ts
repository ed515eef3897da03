import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brokenCopy } from './broken-copy.ts';
import type { Sabotage } from './row.ts';
import { type Service, startService } from './service.ts';

const repository = join(import.meta.dirname, '..');

export interface CommandEnd {
  readonly code: number;
  readonly output: string;
}

/** What is judged: the repository, or a copy of it in which something is broken, and services started from it. */
export class Candidate implements AsyncDisposable {
  readonly root: string;
  readonly #scratch = mkdtempSync(join(tmpdir(), 'schemagate-readiness-'));
  readonly #settings: Readonly<Record<string, string>>;
  readonly #services: Promise<Service>[] = [];
  #shared: Promise<Service> | undefined;
  #folders = 0;

  constructor({ settings = {}, edits = {} }: Sabotage = {}) {
    this.#settings = settings;
    this.root =
      Object.keys(edits).length === 0
        ? repository
        : brokenCopy(repository, join(this.#scratch, 'copy'), edits);
  }

  /** The service as shipped, one for all who ask. */
  service(): Promise<Service> {
    this.#shared ??= this.start();
    return this.#shared;
  }

  /** A service of the asker's own, with settings over the defaults; what is sabotaged goes over these. */
  start(settings: Readonly<Record<string, string>> = {}): Promise<Service> {
    const service = startService(this.root, {
      DATA_DIR: join(this.folder(), 'data'),
      ...settings,
      ...this.#settings,
    });
    this.#services.push(service);
    return service;
  }

  /** An empty directory, gone at the end. */
  folder(): string {
    this.#folders += 1;
    return mkdtempSync(join(this.#scratch, `${this.#folders}-`));
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** @throws Error when the file is not there */
  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** A module of the candidate, which has to have the type given. */
  load<Module>(path: string): Promise<Module> {
    return import(pathToFileURL(join(this.root, path)).href) as Promise<Module>;
  }

  /** Runs a program in the root, with nothing in its environment but the path and these settings. */
  run(command: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
    return new Promise<CommandEnd>((resolve) => {
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings, ...this.#settings };
      const program = command === 'node' ? process.execPath : command;
      execFile(program, args, { cwd: this.root, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1,
          output: stdout + stderr,
        }),
      );
    });
  }

  /** `schemagate` with these words. */
  schemagate(words: readonly string[], settings: Readonly<Record<string, string>> = {}) {
    return this.run('node', ['src/cli.ts', ...words], settings);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const service of await Promise.allSettled(this.#services))
      if (service.status === 'fulfilled') await service.value.kill();
    rmSync(this.#scratch, { recursive: true, force: true });
  }
}
