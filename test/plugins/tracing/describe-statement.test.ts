import { expect, it } from 'vitest';
import { describeStatement } from '../../../src/plugins/tracing/describe-statement.ts';

it.each([
  ['COMMIT', 'COMMIT', 'COMMIT'],
  ['BEGIN ISOLATION LEVEL READ COMMITTED', 'BEGIN', 'BEGIN'],
  ['SELECT id\n    FROM schemagate.schemas WHERE id = $1 FOR UPDATE', 'SELECT', 'SELECT schemagate.schemas'],
  [
    'SELECT 1 FROM schemagate.versions AS v JOIN schemagate.schemas AS c ON true JOIN schemagate.versions ON true',
    'SELECT',
    'SELECT schemagate.versions schemagate.schemas',
  ],
  [
    'WITH a AS (SELECT 1) INSERT INTO schemagate.versions SELECT * FROM a',
    'INSERT',
    'INSERT schemagate.versions',
  ],
  ['WITH a AS (SELECT 1) SELECT * FROM a', 'SELECT', 'SELECT'],
  ['', '', ''],
])('sums %j up', (text, operation, summary) => {
  expect(describeStatement(text)).toEqual({
    summary,
    attributes: {
      'db.operation.name': operation,
      'db.query.text': text.replaceAll(/\s+/g, ' '),
      'db.query.summary': summary,
    },
  });
});
