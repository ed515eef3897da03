import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { checkServer, connectionWarning } from '../../../../src/storage/postgres/server-check.ts';

/** A session with a server that says this of itself. */
function serverThatSays(answers: Readonly<Record<string, string | null>>): ClientBase {
  const query = async (sql: string) => {
    const name = Object.keys(answers).find((key) => sql.includes(key));
    return { rows: name === undefined ? [] : [{ value: answers[name] ?? null }] };
  };
  return { query } as unknown as ClientBase;
}

describe('the check of the server', () => {
  it('refuses a PostgreSQL before 14', async () => {
    const old = serverThatSays({ 'version()': 'PostgreSQL 13.9 on x86', server_version: '13.9' });
    await expect(checkServer(old)).rejects.toMatchObject({
      reason: 'old-server',
      message: 'PostgreSQL 13.9 is too old: this program needs 14 or later.',
    });
  });

  it('takes other engines as they are, whatever version they claim and settings they lack', async () => {
    const other = serverThatSays({ 'version()': 'CockroachDB CCL v24', server_version: '13.0.0', max: null });
    expect(await checkServer(other)).toEqual({ version: '13.0.0', connections: Infinity });
  });

  it('counts the connections that are left to ordinary users', async () => {
    const server = serverThatSays({
      'version()': 'PostgreSQL 18.4',
      server_version: '18.4 (Debian)',
      max_connections: '100',
      superuser_reserved_connections: '3',
    });
    expect(await checkServer(server)).toEqual({ version: '18.4 (Debian)', connections: 97 });
  });
});

describe('the warning of too many connections', () => {
  const facts = { version: '18', connections: 97 };

  it('is given when the replicas can not all fill their pools', () => {
    expect(connectionWarning(facts, { replicas: 9, perReplica: 11 })).toBe(
      '9 replicas may open 11 connections each, 99 together, but the database allows 97. ' +
        'Lower DATABASE_POOL_MAX or raise max_connections.',
    );
    expect(connectionWarning(facts, { replicas: 1, perReplica: 98 })).toContain('1 replica may open');
  });

  it('is not given when they can', () => {
    expect(connectionWarning(facts, { replicas: 8, perReplica: 12 })).toBeUndefined();
  });
});
