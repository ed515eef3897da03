import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { partOf, receiverForTest, startTraced } from '../helpers/traced-app.ts';

const page = readFileSync('docs/operations/log-shipping.md', 'utf8');
const rows = [...page.matchAll(/^\| `([\w.]+)` \| (each|request|fault) \|/gm)];

function fieldsIn(...kinds: readonly string[]): string[] {
  return rows.flatMap(([, name = '', kind = '']) => (kinds.includes(kind) ? [name] : [])).toSorted();
}

function pathsOf(line: object, prefix = ''): string[] {
  return Object.entries(line)
    .flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null ? pathsOf(value, `${prefix}${name}.`) : [prefix + name],
    )
    .toSorted();
}

it('names the fields that a request’s line has, and no others', async () => {
  const { app, log, url } = await startTraced(await receiverForTest());
  await fetch(`${url}/subjects`, { headers: partOf('c'.repeat(32)) });
  await expect.poll(() => log.with('request completed')).toHaveLength(1);
  const [line = {}] = log.with('request completed');
  expect(pathsOf(line)).toEqual(fieldsIn('each', 'request'));

  await app.store.close();
  await fetch(`${url}/subjects`, { headers: partOf('d'.repeat(32)) });
  const fault = log.lines.find((each) => 'err' in each) ?? {};
  const paths = pathsOf(fault);
  expect(paths).toEqual(expect.arrayContaining([...fieldsIn('each', 'fault'), 'reqId', 'trace_id']));
  for (const each of log.lines) expect(pathsOf(each)).toEqual(expect.arrayContaining(fieldsIn('each')));
});

it('has examples that are YAML, and read the file and the fields that there are', () => {
  const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
  expect(examples).toHaveLength(3);
  const file = /LOG_FILE=(\S+?)`/.exec(page)?.[1] ?? '';
  const known = fieldsIn('each', 'request', 'fault');
  for (const example of examples) {
    expect(parse(example)).toEqual(expect.any(Object));
    expect(example).toContain(file);
    // As each agent writes the field of a line.
    const vector = example.matchAll(/(?:to_int!\(\.|\{\{ )(\w+)/g);
    const fluentBit = example.matchAll(/\$(\w+)/g);
    const promtail = (/expressions: \{ (.*?) \}/.exec(example)?.[1] ?? '').matchAll(/: ([\w.]+)/g);
    const used = [...vector, ...fluentBit, ...promtail].map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  }
});
