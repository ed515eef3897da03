import { expect, it } from 'vitest';
import { nearTests } from '../../../../scripts/staged/near-tests.ts';

const texts: Readonly<Record<string, string>> = {
  'test/unit/registry/outbox.test.ts': "from '../../../src/registry/outbox.ts'",
  'test/unit/registry/names.test.ts': '',
  'test/unit/formats/json/rule.test.ts': '',
  'test/plugins/audit.test.ts': "from '../helpers/api.ts'",
  'test/api/keys.test.ts': "from '../helpers/api.ts'",
  'test/api/mode.test.ts': "from '../helpers/api.ts'",
  'test/e2e/audit.test.ts': "from '../helpers/api.ts'",
};
const tests = Object.entries(texts).map(([path, text]) => ({ path, text }));

it.each([
  ['its name', 'src/plugins/audit.ts', ['test/plugins/audit.test.ts']],
  ['its resource', 'src/routes/keys.ts', ['test/api/keys.test.ts']],
  [
    'its directory',
    'src/registry/order.ts',
    ['test/unit/registry/outbox.test.ts', 'test/unit/registry/names.test.ts'],
  ],
  ['the directory above', 'src/formats/json/rules/enum.ts', ['test/unit/formats/json/rule.test.ts']],
  ['itself, however slow', 'test/e2e/audit.test.ts', ['test/e2e/audit.test.ts']],
  ['none that is near', 'src/server.ts', []],
])('finds the test of %s', (_what, file, run) => {
  expect(nearTests([file], tests, 9)).toEqual({ run, left: 0 });
});

it('finds the tests that import a file, as many as may be, after those of a name, and counts the rest', () => {
  const staged = ['test/helpers/api.ts', 'src/registry/outbox.ts', 'test/unit/registry/names.test.ts'];
  expect(nearTests(staged, tests, 3)).toEqual({
    run: [
      'test/unit/registry/names.test.ts',
      'test/unit/registry/outbox.test.ts',
      'test/plugins/audit.test.ts',
      'test/api/keys.test.ts',
    ],
    left: 1,
  });
});
