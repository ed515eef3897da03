/** The part of a V8 CPU profile (Chrome DevTools protocol, `Profiler.Profile`) that is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  /** Node ids, one a sample. */
  readonly samples: readonly number[];
  /** Microseconds between samples. */
  readonly timeDeltas: readonly number[];
}

export interface Share {
  readonly module: string;
  /** Part of the CPU time, 0 to 1. */
  readonly share: number;
}

/**
 * Which modules the CPU time went to, largest first: that of the functions at the top of the stack, from
 * `from` microseconds after the start on. What is less than a hundredth is put together as 'the rest'.
 */
export function sharesByModule(profile: CpuProfile, repositoryUrl: string, from: number): readonly Share[] {
  const modules = new Map(profile.nodes.map(({ id, callFrame }) => [id, moduleOf(callFrame, repositoryUrl)]));
  const times = new Map<string, number>();
  let clock = 0;
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0;
    clock += delta;
    const module = modules.get(id) ?? idle;
    if (clock < from || module === idle) continue;
    total += delta;
    times.set(module, (times.get(module) ?? 0) + delta);
  }
  const shares = [...times].map(([module, time]) => ({ module, share: time / total }));
  const large = shares.filter(({ share }) => share >= 0.01).sort((a, b) => b.share - a.share);
  const rest = 1 - large.reduce((sum, { share }) => sum + share, 0);
  return [...large, { module: 'the rest', share: rest }];
}

const idle = 'idle';

function moduleOf(
  { functionName, url }: CpuProfile['nodes'][number]['callFrame'],
  repositoryUrl: string,
): string {
  if (functionName === '(idle)') return idle;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (/^write\w*(?:String|Buffer)$|^writev$/.test(functionName) && url === '')
    return 'write to the socket (kernel)';
  if (url === '') return 'Node and V8, native code';
  if (url.startsWith('node:')) return `Node, ${url.slice('node:'.length)}`;
  const path = url.replace(repositoryUrl, '');
  // Packages may stand elsewhere, behind a link.
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path;
}
