import { describe, expect, test } from 'vitest';
import {
  listDifferences,
  maxListed,
  noDifferences,
  type Report,
} from '../../../../src/formats/json-schema/report.ts';

const refusal: Report = { entries: [{ kind: 'TYPE_CHANGED', path: '' }], compatible: false };
const allowed: Report = { entries: [{ kind: 'TITLE_CHANGED', path: '' }], compatible: true };

function within(path: string, ...reports: readonly Report[]): Report {
  return {
    entries: reports.map((report, index) => ({ report, path: `${path}/${index}` })),
    compatible: reports.every((report) => report.compatible),
  };
}

describe('listDifferences', () => {
  test('finds none in an empty report', () => {
    expect(listDifferences(noDifferences, 'STRICT')).toEqual([]);
  });

  test('joins the paths of reports inside each other, in their order', () => {
    const report: Report = {
      entries: [
        { kind: 'ID_CHANGED', path: '' },
        { report: within('anyOf', allowed, refusal), path: 'properties/' },
        { kind: 'MAX_ITEMS_ADDED', path: 'maxItems' },
      ],
      compatible: false,
    };
    expect(listDifferences(report, 'STRICT')).toEqual([
      { kind: 'ID_CHANGED', path: '#/' },
      { kind: 'TITLE_CHANGED', path: '#/properties//anyOf/0' },
      { kind: 'TYPE_CHANGED', path: '#/properties//anyOf/1' },
      { kind: 'MAX_ITEMS_ADDED', path: '#/maxItems' },
    ]);
  });

  test('of exponentially many lists only refused ones, up to a limit', () => {
    let report = within('a', allowed, refusal);
    for (let level = 0; level < 60; level += 1) {
      report = within('b', report, report);
    }
    const differences = listDifferences(report, 'STRICT');
    expect(differences.length).toBeGreaterThan(1000);
    expect(differences.length).toBeLessThanOrEqual(maxListed);
    expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(['TYPE_CHANGED']));
  });

  test('lists at most so many', () => {
    const wide = within('a', ...Array.from({ length: maxListed + 5 }, () => refusal));
    expect(listDifferences(wide, 'STRICT')).toHaveLength(maxListed);
  });

  test('lists one at least, however long its path', () => {
    const long = within('x'.repeat(3_000_000), refusal, refusal);
    expect(listDifferences(long, 'STRICT')).toHaveLength(1);
  });

  test('of too many that are all allowed lists none, for nobody refuses them', () => {
    const wide = within('a', ...Array.from({ length: maxListed + 5 }, () => allowed));
    expect(listDifferences(wide, 'STRICT')).toEqual([]);
  });

  test('descends without the call stack', () => {
    let report = refusal;
    for (let level = 0; level < 20_000; level += 1) {
      report = { entries: [{ report, path: 'a' }], compatible: false };
    }
    expect(listDifferences(report, 'STRICT')).toEqual([
      { kind: 'TYPE_CHANGED', path: `#/${'a/'.repeat(19_999)}a` },
    ]);
  });
});
