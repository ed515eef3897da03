import { compareCodeUnits } from '../registry/order.ts';

/** The subjects whose names begin with one of some prefixes. */
export class SubjectPrefixes {
  static readonly none = new SubjectPrefixes([]);
  static readonly all = new SubjectPrefixes(['']);

  /** By code units; none begins with another. */
  readonly prefixes: readonly string[];

  constructor(prefixes: readonly string[]) {
    const shortest: string[] = [];
    for (const prefix of [...prefixes].sort(compareCodeUnits)) {
      const last = shortest.at(-1);
      if (last === undefined || !prefix.startsWith(last)) shortest.push(prefix);
    }
    this.prefixes = shortest;
  }

  get isAll(): boolean {
    return this.prefixes[0] === '';
  }

  get isEmpty(): boolean {
    return this.prefixes.length === 0;
  }

  has(subject: string): boolean {
    // Names that begin with a prefix follow it directly, so that only the last one before the name can be its.
    let low = 0;
    let high = this.prefixes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.prefixes[middle] ?? '') <= subject) low = middle + 1;
      else high = middle;
    }
    const nearest = this.prefixes[low - 1];
    return nearest !== undefined && subject.startsWith(nearest);
  }

  /** The prefixes of those of these subjects whose names begin with `prefix` as well, in order. */
  within(prefix: string): readonly string[] {
    if (this.has(prefix)) return [prefix];
    return this.prefixes.filter((own) => own.startsWith(prefix));
  }
}
