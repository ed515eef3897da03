import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that is gone at the latest when the process ends. */
export class Scratch implements Disposable {
  readonly path: string;
  readonly #remove: () => void;

  constructor(name: string) {
    const path = mkdtempSync(join(tmpdir(), `schemagate-${name}-`));
    this.path = path;
    this.#remove = () => rmSync(path, { recursive: true, force: true });
    process.once('exit', this.#remove);
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#remove);
    this.#remove();
  }
}
