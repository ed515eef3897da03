import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { barChart } from '../../../scripts/docs/bar-chart.ts';
import { rowsOf } from '../../../scripts/docs/fault-page.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

describe('the page of failures', () => {
  const fileOf = (name: string, text: string): string => {
    const directory = join(temporaryDirectory(), 'fault');
    mkdirSync(directory, { recursive: true });
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };

  it('takes what fails from names and groups, and what then holds from titles', () => {
    const path = fileOf(
      'postgres-slow.test.ts',
      "it('waits', () => {});\ndescribe('when PostgreSQL naps', () => {\n  it.each([1])(\n    'isn\\'t hurt (seed %i)', () => {});\n});",
    );
    expect(rowsOf(path)).toEqual([
      { dependency: 'PostgreSQL', failure: 'slow', outcome: 'waits', path },
      { dependency: 'PostgreSQL', failure: 'naps', outcome: "isn't hurt", path },
    ]);
  });

  it('lets no test be left out', () => {
    expect(() => rowsOf(fileOf('moon-away.test.ts', "it('waits');"))).toThrow('begins with no dependency');
    expect(() => rowsOf(fileOf('disk-full.test.ts', 'it(`x`);'))).toThrow('has no title');
  });
});

it('draws bars as long as their values, in a chart that any reader of XML takes', () => {
  const svg = barChart('a < b & "c"', [
    {
      title: 't',
      bars: [
        { name: 'ours', value: 10, strong: true },
        { name: 'bare', value: 5, strong: false },
      ],
    },
  ]);
  expect([...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => width)).toEqual([
    '400.0',
    '200.0',
  ]);
  expect(svg).toContain('aria-label="a &lt; b &amp; &quot;c&quot;"');
});
