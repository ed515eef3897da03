import { reaches } from '../../bench/aims.ts';
import { amount } from '../../bench/print.ts';
import type { Figure, Measured, Row } from '../../bench/results.ts';
import { publishedElsewhere } from './published-elsewhere.ts';
import { recorded } from './recorded-run.ts';

/** docs/performance.md, from the run that `npm run bench -- --record` kept. */
export function performancePage(): string {
  const { date, commit, node, processor, cores, memoryGiB, pinned } = recorded;
  const machine = `${processor}, ${cores} cores, ${memoryGiB} GiB, Node.js ${node.slice(1)}`;
  const split = pinned
    ? 'the service on one core, the load on the other'
    : 'service and load on the same cores';
  return [
    intro,
    `Recorded on ${date} at commit ${commit}: ${machine}; ${split}.\n`,
    '![CPU time per request, ours and bare Fastify](performance.svg)\n',
    '## How it is measured\n',
    method,
    ...recorded.measured.map(section),
    '## What others have published\n',
    publishedElsewhere,
    '## Tuning\n',
    tuning,
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
at 1000 requests a second is 200 ms or more, when an aim is missed by more than 15 %, or when a ratio to bare Fastify is
more than 15 % below the last recorded one.
`;

const method = `- Service and load each have a core of their own where there are two: \`taskset\` holds them there.
- CPU time is that of the whole process, read from \`/proc\` before and after: user and system, all threads, garbage
  collection too. It hangs less on the machine's other work than times do.
- Contestants take turns within each round; a ratio is the median of the ratios of the rounds.
- V8 optimises what is hot in one of several ways by chance, once for the life of a process. So for reads by id all
  servers are started several times within one measure.
- At a fixed rate, requests that were due while the client still waited count too (coordinated omission).
- MiB is resident memory after the run, shared pages of the Node binary included.

| Command | |
| --- | --- |
| \`npm run bench\` | everything, printed |
| \`npm run bench -- --short\` | two rounds each: requests must not fail, ratios are not judged |
| \`npm run bench -- --only mixed\` | measures whose names begin so |
| \`npm run bench -- --json FILE\` | the results as JSON too |
| \`npm run bench -- --record\` | keeps them for this page and as what later runs are compared with; then \`npm run docs\` |
| \`npm run soak -- --minutes 240\` | the mixed workload for hours: fails when a request failed, or when memory in the last third is more than in the second; \`--directory DIR\` goes on where the last run there ended, \`--seed N\` makes the same requests again |

The rolling restart needs HAProxy (Debian: \`apt-get install haproxy\`); without it, it says "not run".
`;

const tuning = `Measure before and after: the defaults are what the figures above were made with.

| When | Then |
| --- | --- |
| more schemas are read than 24 MiB of answers hold | raise \`CACHE_MAX_BYTES\` |
| one core is busy with reads | replicas on PostgreSQL, or a cache in front: [Scaling](operations/scaling.md), [Caching](caching.md) |
| many small writers wait | nothing to tune: writes that arrive together share a commit; a faster disk helps |
| checks of large schemas are slow | \`CHECK_THREADS\`, \`REGISTRATION_THREADS\`: [Limits](limits.md) |
| clients open a connection for each request | let them keep connections: a TLS handshake costs more than a read |
| registration is slow on PostgreSQL | the way to the database: each registration waits for one commit there |
`;

function section({ title, about, rows, figures }: Measured): string {
  const table =
    rows.length === 0
      ? ''
      : `| | req/s | CPU µs | MiB | p50 ms | p95 ms | p99 ms |\n| --- | --- | --- | --- | --- | --- | --- |\n${rows.map(row).join('')}\n`;
  return `## ${title}\n\n${about}\n\n${table}${figures.map(line).join('')}`;
}

function row({ name, requestsPerSecond, cpu, memory, p50, p95, p99 }: Row): string {
  const cells = [
    requestsPerSecond.toFixed(0),
    cpu.toFixed(1),
    memory?.toFixed(0) ?? '',
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
