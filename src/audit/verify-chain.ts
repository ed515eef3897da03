import { readFileSync } from 'node:fs';
import { type ChainLine, origin, type Position, readChainLine } from './chain.ts';
import { HashWays } from './hash-ways.ts';
import { explainsTornEnd, retiredMark } from './own-events.ts';

/** Something wrong with a chain, and where. */
export interface Fault {
  readonly file: string;
  /** Counted from 1. Where lines are missing it is the line behind them. */
  readonly line: number;
  readonly reason: string;
}

type Place = Omit<Fault, 'reason'>;

export interface VerifierOptions {
  /** The newest first; none: hashes are of the kind that anybody can make. */
  readonly keys: readonly string[];
  /** Lines that are known from elsewhere to have been there. */
  readonly anchors: readonly Position[];
  /** Whether there are other lines too, and the chain begins anew with each start of the service. */
  readonly mixed: boolean;
}

/** Checks the files of one chain, in order and line by line. */
export class ChainVerifier {
  readonly faults: Fault[] = [];
  readonly #options: VerifierOptions;
  readonly #ways: HashWays;
  readonly #anchors: Map<number, string>;
  readonly #retired: Position[] = [];
  #lines = 0;
  #before: { readonly position: Position; readonly place: Place } | undefined;
  #position: Position | undefined;
  #torn: { readonly bytes: Buffer; readonly place: Place } | undefined;

  constructor(options: VerifierOptions) {
    this.#options = options;
    this.#ways = new HashWays(options.keys);
    this.#anchors = new Map(options.anchors.map(({ sequence, hash }) => [sequence, hash]));
  }

  /** Lines of the chain that were read. */
  get lines(): number {
    return this.#lines;
  }

  /** The last line that was read; undefined when there was none. */
  get position(): Position | undefined {
    return this.#position;
  }

  readFile(path: string, name: string): void {
    const bytes = readFileSync(path);
    let start = 0;
    for (let line = 1; start < bytes.length; line++) {
      const feed = bytes.indexOf(10, start);
      const end = feed < 0 ? bytes.length : feed + 1;
      this.#take(bytes.subarray(start, end), { file: name, line });
      start = end;
    }
  }

  /** To be called behind the last file. `whole`: whether all files of the chain were read. */
  end(whole: boolean): void {
    // An unfinished line at the very end may be one that is being written.
    if (this.#torn?.bytes.includes(10)) this.#fault(this.#torn.place, damaged);
    this.#torn = undefined;
    if (whole) this.#refuseMissingStart();
    if (this.#options.keys.length > 0 && this.#lines > 0 && !this.#ways.keyed) {
      this.#fault(this.#before?.place ?? { file: '', line: 0 }, 'no line was made with the key');
    }
  }

  /** Anchors that no line belonged to, those behind the last line included. */
  get unseen(): readonly Position[] {
    return [...this.#anchors].map(([sequence, hash]) => ({ sequence, hash }));
  }

  #take(bytes: Buffer, place: Place): void {
    const ends = bytes.at(-1) === 10;
    const text = bytes.toString('utf8', 0, ends ? bytes.length - 1 : bytes.length);
    const line = ends ? readChainLine(text) : undefined;
    if (line) this.#takeLine(line, text, place);
    else if (!this.#options.mixed) {
      const earlier = this.#torn;
      this.#torn = {
        bytes: earlier ? Buffer.concat([earlier.bytes, bytes]) : bytes,
        place: earlier?.place ?? place,
      };
    }
  }

  #takeLine(line: ChainLine, text: string, place: Place): void {
    if (this.#torn && !explainsTornEnd(text, this.#torn.bytes)) this.#fault(this.#torn.place, damaged);
    this.#torn = undefined;
    const { sequence, hash, previous } = line;
    const wrongHash = this.#ways.objection(line);
    if (wrongHash !== undefined) this.#fault(place, wrongHash);
    const restarts = this.#options.mixed && sequence === 1 && previous === origin.hash;
    if (this.#position && !restarts) this.#follow(this.#position, line, place);
    this.#before ??= { position: { sequence: sequence - 1, hash: previous }, place };
    this.#lines += 1;
    this.#position = { sequence, hash };
    const anchor = this.#anchors.get(sequence);
    if (anchor !== undefined && anchor !== hash)
      this.#fault(place, `line ${sequence} is another one than it was`);
    this.#anchors.delete(sequence);
    const mark = retiredMark(text);
    if (mark) this.#retired.push(mark);
  }

  #follow(last: Position, { sequence, previous }: ChainLine, place: Place): void {
    const expected = last.sequence + 1;
    if (sequence > expected) {
      this.#fault(place, missing(expected, sequence - 1));
    } else if (sequence < expected) {
      this.#fault(place, `line ${sequence} stands behind line ${last.sequence}: moved, or there twice`);
    } else if (previous !== last.hash) {
      this.#fault(
        place,
        `line ${last.sequence} before it is another one than it was when this one was written`,
      );
    }
  }

  #refuseMissingStart(): void {
    if (!this.#before) return;
    const { position, place } = this.#before;
    const { sequence, hash } = position;
    const known = [origin, ...this.#retired];
    if (known.some((mark) => mark.sequence === sequence && mark.hash === hash)) return;
    this.#fault(place, `${missing(1, sequence)}, and no line says that they were retired`);
  }

  #fault(place: Place, reason: string): void {
    this.faults.push({ ...place, reason });
  }
}

const damaged = 'this is no line of the chain: damaged, or added by somebody else';

function missing(from: number, to: number): string {
  return from === to ? `line ${from} before it is missing` : `lines ${from} to ${to} before it are missing`;
}
