import { type ChildProcess, execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BrokenTree, type Edits } from './broken-tree.ts';
import { Scratch } from './scratch.ts';
import { type Service, startService } from './service.ts';

export const repository = join(import.meta.dirname, '..');

export interface CommandEnd {
  readonly code: number;
  readonly output: string;
}

/** Settings that the service is started with, and files of a copy that are changed. */
export interface Alterations {
  readonly settings?: Readonly<Record<string, string>>;
  readonly edits?: Edits;
}

/** What is judged: the repository, or a copy of it in which something is broken, and services started from it. */
export class Candidate implements AsyncDisposable {
  readonly root: string;
  readonly #scratch = new Scratch('readiness');
  readonly #settings: Readonly<Record<string, string>>;
  readonly #edits: Edits;
  readonly #tree: BrokenTree | undefined;
  #services: Promise<Service>[] = [];
  readonly #commands = new Set<ChildProcess>();
  #shared: Promise<Service> | undefined;
  #folders = 0;
  #failedStarts = 0;

  /** The tree is mended at the end. Without one, and with edits, it makes one. */
  constructor({ settings = {}, edits = {} }: Alterations = {}, tree?: BrokenTree) {
    this.#settings = settings;
    this.#edits = edits;
    if (Object.keys(edits).length > 0)
      this.#tree = tree ?? new BrokenTree(repository, join(this.#scratch.path, 'tree'));
    this.#tree?.break(edits);
    this.root = this.#tree?.root ?? repository;
  }

  /** How many services ended before they were ready. */
  get failedStarts(): number {
    return this.#failedStarts;
  }

  /** The service as shipped, one for all who ask. */
  service(): Promise<Service> {
    this.#shared ??= this.#begin({});
    return this.#shared;
  }

  /** A service of the asker's own, with settings over the defaults; what is sabotaged goes over these. */
  start(settings: Readonly<Record<string, string>> = {}): Promise<Service> {
    const service = this.#begin(settings);
    this.#services.push(service);
    return service;
  }

  #begin(settings: Readonly<Record<string, string>>): Promise<Service> {
    return startService(this.root, {
      DATA_DIR: join(this.folder(), 'data'),
      ...settings,
      ...this.#settings,
    }).catch((error: unknown) => {
      this.#failedStarts += 1;
      throw error;
    });
  }

  /** Ends what the last asker started for itself. */
  async endOwn(): Promise<void> {
    // Of a probe that came too late.
    for (const command of this.#commands) command.kill('SIGKILL');
    const services = this.#services;
    this.#services = [];
    for (const service of await Promise.allSettled(services))
      if (service.status === 'fulfilled') await service.value.kill();
  }

  /** Whether a service with these settings starts at all; it is ended at once. */
  async starts(settings: Readonly<Record<string, string>>): Promise<boolean> {
    const before = this.#failedStarts;
    try {
      await (await this.start(settings)).kill();
      return true;
    } catch {
      this.#failedStarts = before;
      return false;
    }
  }

  /** An empty directory, gone at the end. */
  folder(): string {
    this.#folders += 1;
    return mkdtempSync(join(this.#scratch.path, `${this.#folders}-`));
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
    return import(pathToFileURL(join(this.#modules(), path)).href) as Promise<Module>;
  }

  // Node keeps what it has loaded from a path, and the tree was, or will be, broken otherwise.
  #modules(): string {
    if (this.#tree === undefined) return this.root;
    const own = new BrokenTree(repository, join(this.folder(), 'tree'));
    own.break(this.#edits);
    return own.root;
  }

  /** Runs a program in the root, with nothing in its environment but the path and these settings. */
  run(command: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
    return new Promise<CommandEnd>((resolve) => {
      const env = {
        PATH: `${join(this.root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`,
        HOME: process.env['HOME'],
        ...settings,
        ...this.#settings,
      };
      const program = command === 'node' ? process.execPath : command;
      const options = { cwd: this.root, env, maxBuffer: 1 << 26 };
      const child = execFile(program, args, options, (error, stdout, stderr) => {
        this.#commands.delete(child);
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1,
          output: stdout + stderr,
        });
      });
      this.#commands.add(child);
    });
  }

  /** `schemagate` with these words. */
  schemagate(words: readonly string[], settings: Readonly<Record<string, string>> = {}) {
    return this.run('node', ['src/cli.ts', ...words], settings);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endOwn();
    await this.#shared?.then(
      (service) => service.kill(),
      () => undefined,
    );
    this.#tree?.mend();
    this.#scratch[Symbol.dispose]();
  }
}
