import { readFileSync } from 'node:fs';
import { reaches } from '../../bench/aims.ts';
import { amount } from '../../bench/print.ts';
import { recorded } from './recorded-run.ts';

/** What a reader of the README wants to know first: the name of the figure, what it says, and the measure that finds it. */
const shown = [
  ['fixed rate: p95 at 1000 requests a second', 'p95 at 1000 requests a second, by id', 'fixed-rate'],
  ['saturation: highest rate held', 'reads by id that one core holds, 99 in 100 within 100 ms', 'saturation'],
  [
    'schema by id: CPU of bare Fastify with the same headers / ours',
    'a read by id: CPU of bare Fastify with the same headers / ours',
    'schema-by-id',
  ],
  [
    'schema by id, by key: CPU without / with a key',
    'a read by id: CPU without / with an API key',
    'schema-by-id-key',
  ],
  [
    'lookup: CPU of bare Fastify with the same answer / ours',
    'a look-up asked again: CPU of bare Fastify with the same answer / ours',
    'lookup',
  ],
  [
    'registration: in new subjects, per second / durable inserts into SQLite',
    'registrations by 32 writers / durable inserts into SQLite one by one',
    'registration',
  ],
  [
    'registration on PostgreSQL: in new subjects, per second / bare inserts one at a time',
    'the same on PostgreSQL',
    'postgres-registration',
  ],
  [
    'many schemas: memory after reading each once',
    'memory with 100 000 schemas, each read once',
    'many-schemas',
  ],
  ['cold start: a later one', 'start until ready', 'cold-start'],
] as const;

const [begin, end] = ['<!-- speed: written by `npm run docs` -->', '<!-- end of speed -->'];

/** The README with the figures that were recorded between its two marks. */
export function readmeWithSpeed(): string {
  const readme = readFileSync('README.md', 'utf8');
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The README has no "${begin}" before "${end}"`);
  return `${readme.slice(0, from + begin.length)}\n${table()}${readme.slice(to)}`;
}

function table(): string {
  const figures = recorded.measured.flatMap((measured) => measured.figures);
  const lines = shown.map(([name, title, measure]) => {
    const figure = figures.find((each) => each.name === name);
    if (figure === undefined) throw new Error(`No figure "${name}" was recorded`);
    const missed = reaches(figure) === false ? ' (aim missed)' : '';
    return `| ${title} | ${amount(figure, figure.value)}${missed} | \`npm run bench -- --only ${measure}\` |\n`;
  });
  const { date, processor, cores } = recorded;
  return `Recorded on ${date}, ${processor}, ${cores} cores:\n\n| | | |\n| --- | --- | --- |\n${lines.join('')}`;
}
