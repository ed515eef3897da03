import { expect, it } from 'vitest';
import { readOpenMetrics } from './open-metrics.ts';

const head = '# HELP a what\n# TYPE a histogram\n';
const tail = 'a_sum 1\na_count 1\n# EOF\n';
const good = `${head}a_bucket{le="1.0"} 1 # {trace_id="b"} 0.5 1.5\na_bucket{le="+Inf"} 1\n${tail}`;

it('reads what the standard allows', () => {
  expect(readOpenMetrics(good)).toMatchObject([
    {
      name: 'a',
      type: 'histogram',
      samples: [
        { name: 'a_bucket', exemplar: { labels: { trace_id: 'b' }, value: 0.5, time: 1.5 } },
        { name: 'a_bucket', labels: { le: '+Inf' } },
        { name: 'a_sum' },
        { name: 'a_count', value: 1 },
      ],
    },
  ]);
});

it.each([
  ['no end', good.replace('# EOF\n', '')],
  ['something after the end', `${good}a_count 2\n`],
  ['an empty line', good.replace('a_sum', '\na_sum')],
  ['a type before its help', good.replace(head, '# TYPE a histogram\n# HELP a what\n')],
  ['a family twice', good.replace('# EOF', `${head}# EOF`)],
  ['a quotation mark in a help', good.replace('what', '"what"')],
  ['a counter without its ending', '# HELP a what\n# TYPE a counter\na 1\n# EOF\n'],
  ['a sample of another family', good.replace('a_sum', 'b_sum')],
  ['a label twice', good.replace('{le="+Inf"}', '{le="+Inf",le="+Inf"}')],
  ['a bound that is no float', good.replace('"1.0"', '"1"')],
  ['bounds that do not grow', good.replace('"1.0"', '"+Inf"')],
  ['buckets that shrink', good.replace('{le="1.0"} 1', '{le="1.0"} 2')],
  ['a count that is not the last bucket’s', good.replace('a_count 1', 'a_count 2')],
  ['an exemplar that belongs elsewhere', good.replace('0.5 1.5', '1.5 1.5')],
  ['an exemplar on a sum', good.replace('a_sum 1', 'a_sum 1 # {trace_id="b"} 0.5')],
  ['an exemplar that is too long', good.replace('"b"', `"${'b'.repeat(121)}"`)],
])('refuses %s', (_what, text) => {
  expect(() => readOpenMetrics(text)).toThrow(Error);
});
