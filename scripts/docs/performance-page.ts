import { reaches } from '../../bench/aims.ts';
import { amount } from '../../bench/print.ts';
import latest from '../../bench/results/latest.json' with { type: 'json' };
import type { Figure, Measured, Row } from '../../bench/results.ts';

interface Recorded {
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly pinned: boolean;
  readonly measured: readonly Measured[];
  readonly profiles: readonly {
    readonly title: string;
    readonly shares: readonly { readonly module: string; readonly share: number }[];
  }[];
}

/** docs/performance.md, from the run that `npm run bench -- --record` kept. */
export function performancePage(): string {
  const recorded: Recorded = latest as unknown as Recorded;
  const { date, commit, node, processor, cores, memoryGiB, pinned } = recorded;
  const machine = `${processor}, ${cores} cores, ${memoryGiB} GiB, Node.js ${node.slice(1)}`;
  const split = pinned
    ? 'the service on one core, the load on the other'
    : 'service and load on the same cores';
  return [
    intro,
    `Recorded on ${date} at commit ${commit}: ${machine}; ${split}.\n`,
    ...recorded.measured.map(section),
    '## Where the time goes\n',
    'Shares of the main thread under load, by the module that was running, from a CPU profile of each kind.\n',
    ...recorded.profiles.map(
      ({ title, shares }) =>
        `### ${title}\n\n| Module | Share |\n| --- | --- |\n${shares
          .map(({ module, share }) => `| ${module} | ${(share * 100).toFixed(1)} % |\n`)
          .join('')}`,
    ),
  ].join('\n');
}

const intro = `<!-- Written by \`npm run docs\` from bench/results/latest.json, which \`npm run bench -- --record\` writes. -->
# Performance

\`npm run bench\` starts the service as its users run it and, in the same run, bare Fastify servers that answer the
same bytes; it drives them by turns, in several rounds, and prints medians. Machines are noisy: judge by the server's CPU
time per request and by the ratios, not by requests a second. It ends with an error when a request fails, when the p95
at 1000 requests a second is 200 ms or more, or when an aim is missed by more than 15 %.
`;

function section({ title, about, rows, figures }: Measured): string {
  const table =
    rows.length === 0
      ? ''
      : `| | req/s | CPU µs | p50 ms | p95 ms | p99 ms |\n| --- | --- | --- | --- | --- | --- |\n${rows.map(row).join('')}\n`;
  return `## ${title}\n\n${about}\n\n${table}${figures.map(line).join('')}`;
}

function row({ name, requestsPerSecond, cpu, p50, p95, p99 }: Row): string {
  const cells = [
    requestsPerSecond.toFixed(0),
    cpu.toFixed(1),
    p50.toFixed(2),
    p95.toFixed(2),
    p99.toFixed(2),
  ];
  return `| ${[name, ...cells].join(' | ')} |\n`;
}

function line(figure: Figure): string {
  const judged = reaches(figure);
  const verdict = judged === undefined ? '' : judged ? ' (aim reached)' : ' (aim missed)';
  return `- ${figure.name}: **${amount(figure, figure.value)}**${verdict}\n`;
}
