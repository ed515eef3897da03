import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The new text of a file by its path; undefined removes it. */
export type Edits = Readonly<Record<string, (text: string) => string | undefined>>;

/**
 * A stand-in for the repository, in which one thing after another is broken and mended again. Its folders are links;
 * one in which something changes becomes a copy, and stays one.
 */
export class BrokenTree {
  readonly root: string;
  readonly #from: string;
  readonly #copied = new Set<string>();
  #broken: readonly string[] = [];

  /** Made at `to`, which must not be there yet. */
  constructor(from: string, to: string) {
    this.#from = from;
    this.root = to;
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name));
  }

  /** @throws Error when a change changes nothing, since then it proves nothing */
  break(edits: Edits): void {
    for (const [path, edit] of Object.entries(edits)) {
      const before = this.#original(path);
      const after = edit(before);
      if (after === before) throw new Error(`The sabotage of ${path} changes nothing`);
      this.#copy(path.split('/')[0] ?? path);
      this.#broken = [...this.#broken, path];
      if (after === undefined) rmSync(join(this.root, path));
      else writeFileSync(join(this.root, path), after);
    }
  }

  /** Puts back all that was broken. */
  mend(): void {
    for (const path of this.#broken) writeFileSync(join(this.root, path), this.#original(path));
    this.#broken = [];
  }

  #original(path: string): string {
    return readFileSync(join(this.#from, path), 'utf8');
  }

  #copy(name: string): void {
    if (this.#copied.has(name)) return;
    rmSync(join(this.root, name));
    cpSync(join(this.#from, name), join(this.root, name), { recursive: true });
    this.#copied.add(name);
  }
}
