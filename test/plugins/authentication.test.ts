import { describe, expect, it, vi } from 'vitest';
import { keyText, newApiKey, newSecretFor } from '../../src/access/api-key.ts';
import type { KeyStore } from '../../src/access/key-store.ts';
import { anonymous } from '../../src/access/principal.ts';
import { AccessControl } from '../../src/plugins/authentication/access-control.ts';
import { KeyUses } from '../../src/plugins/authentication/key-uses.ts';
import { KnownCredentials } from '../../src/plugins/authentication/known-credentials.ts';
import { credentialMissing } from '../../src/plugins/authentication/refusals.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { authenticatedApp } from '../helpers/authenticated-app.ts';

const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

describe('a request', () => {
  it('is of the key it shows, however that is sent, and of nobody without one', async () => {
    const { keys, ask } = await authenticatedApp();
    const { id, key } = await keys.create({ name: 'orders', grants: ['writer:orders.'] });
    const principal = { kind: 'key', id, name: 'orders', grants: [{ role: 'writer', subjects: 'orders.' }] };
    const secret = key.slice(key.lastIndexOf('_') + 1);
    for (const headers of [bearer(key), { 'x-api-key': key }, basic('anybody', key), basic(id, secret)]) {
      for (const _time of [1, 2]) expect((await ask(headers)).body).toEqual(principal);
    }
    expect((await ask()).body).toEqual({ kind: 'anonymous', id: '', name: 'anonymous', grants: [] });
  });

  it('with a credential that is not good is refused, and audited', async () => {
    const { keys, ask, events } = await authenticatedApp();
    const { id } = await keys.create({ name: 'n', grants: ['reader'] });
    const { key } = await keys.rotate(id, { overlapMs: 0 });
    for (const headers of [
      bearer(keyText(newApiKey())),
      bearer('sgk_wrong'),
      bearer('a.b.c'),
      basic('a', 'b'),
    ]) {
      const { status, body, headers: answered } = await ask(headers);
      expect({ status, code: body['error_code'] }).toEqual({ status: 401, code: 40101 });
      expect(answered['www-authenticate']).toMatch(
        /^Basic realm="schemagate".*, Bearer .*error="invalid_token"$/,
      );
    }
    expect(events.map(({ event, outcome, details }) => [event, outcome, details?.['credential']])).toEqual([
      ['authentication.failed', 'denied', 'key'],
      ['authentication.failed', 'denied', 'unreadable'],
      ['authentication.failed', 'denied', 'token'],
      ['authentication.failed', 'denied', 'unreadable'],
    ]);
    expect(JSON.stringify(events)).not.toContain('_');
    expect((await ask(bearer(key))).status).toBe(200);
    expect(credentialMissing()).toMatchObject({
      statusCode: 401,
      headers: { 'www-authenticate': expect.any(String) },
    });
  });

  it('of a probe is answered whatever it shows', async () => {
    const { ask } = await authenticatedApp();
    expect((await ask(bearer('a.b.c'), '/health/live')).status).toBe(200);
  });

  it('is 503 while its credential can not be checked, or nobody knows whether it needs one', async () => {
    const { ask } = await authenticatedApp({ DATABASE_URL: 'postgres://x@127.0.0.1:1/x' });
    expect(await ask(bearer(keyText(newApiKey())))).toMatchObject({
      status: 503,
      body: { error_code: 50001 },
    });
    const { ask: askEarly } = await authenticatedApp({}, { on: false });
    expect(await askEarly()).toMatchObject({ status: 503, body: { error_code: 50001 } });
    expect((await askEarly({}, '/health/live')).status).toBe(200);
  });
});

it('tells other servers who asks, also where this one asks for nothing', async () => {
  const { keys, ask } = await authenticatedApp({ AUTH: 'none' }, { on: false });
  const { id, key } = await keys.create({ name: 'n', grants: ['metrics'] });
  expect((await ask(bearer(key))).body['kind']).toBe('anonymous');
  for (const _time of [1, 2])
    expect((await ask(bearer(key), '/identify')).body).toMatchObject({ kind: 'key', id });
  expect((await ask({}, '/identify')).body['kind']).toBe('anonymous');
  expect((await ask(bearer('a.b.c'), '/identify')).status).toBe(401);
});

it('audits a change of keys that could not be made', async () => {
  const { app, events } = await authenticatedApp({ DATABASE_URL: 'postgres://x@127.0.0.1:1/x' });
  const by = { principal: anonymous, ip: '192.0.2.1', id: 'r' };
  const made = app.keys.create(by, { name: 'n', grants: ['reader'] });
  await expect(made).rejects.toBeInstanceOf(StoreUnavailableError);
  expect(events).toMatchObject([{ event: 'key.created', outcome: 'failure', address: '192.0.2.1' }]);
});

describe('failed attempts', () => {
  it('of one address are answered by 429 after so many, but not for a key that was good lately', async () => {
    const { keys, ask, events } = await authenticatedApp({ AUTH_FAILURES_MAX: '3', AUTH_CACHE_MS: '0' });
    const { key } = await keys.create({ name: 'n', grants: ['reader'] });
    const other = await keys.create({ name: 'other', grants: ['reader'] });
    expect((await ask(bearer(key))).status).toBe(200);
    const wrong = () => ask(bearer(keyText(newApiKey())));
    expect([(await wrong()).status, (await wrong()).status, (await wrong()).status]).toEqual([401, 401, 401]);
    const limited = await wrong();
    expect(limited).toMatchObject({ status: 429, body: { error_code: 429 } });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(50);
    expect((await ask(bearer(key))).status).toBe(200);
    expect((await ask(bearer(other.key))).status).toBe(429);
    expect((await ask({ ...bearer(other.key), 'x-forwarded-for': '192.0.2.1' })).status).toBe(200);
    expect(events.map(({ event }) => event)).toEqual([
      ...Array.from({ length: 3 }, () => 'authentication.failed'),
      'authentication.limited',
    ]);
  });

  it('on one key are answered by 429 from anywhere, but not for whoever has its secret', async () => {
    const { keys, ask } = await authenticatedApp({ AUTH_FAILURES_MAX: '2' });
    const { id, key } = await keys.create({ name: 'n', grants: ['reader'] });
    const guess = (address: string) => {
      const guessed = keyText(newSecretFor(id));
      return ask({ ...bearer(guessed), 'x-forwarded-for': address });
    };
    const statuses = [];
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      statuses.push((await guess(address)).status);
    expect(statuses).toEqual([401, 401, 429]);
    expect((await ask({ ...bearer(key), 'x-forwarded-for': '192.0.2.4' })).status).toBe(200);
  });

  it('have no limit when that is switched off', async () => {
    const { ask } = await authenticatedApp({ AUTH_FAILURES_MAX: '0' });
    for (const _time of Array.from({ length: 40 })) expect((await ask(bearer('a.b.c'))).status).toBe(401);
  });
});

function known(verdicts: (() => unknown)[]) {
  const asked: string[] = [];
  const principal = { kind: 'key', id: 'a', name: 'n', grants: [] } as const;
  const credentials = new KnownCredentials({
    async verify(text) {
      asked.push(text);
      return verdicts.shift()?.() === undefined ? undefined : { principal, until: 100_000 };
    },
    trustMs: 10,
    outageMs: 5000,
    maxCharacters: 10,
  });
  return { credentials, asked, principal };
}
const good = () => 'good';
const away = () => {
  throw new StoreUnavailableError();
};

describe('a credential that was good', () => {
  it('is not asked for again for a while, and asked for once by all who show it at once', async () => {
    const { credentials, asked, principal } = known([good, good, () => undefined]);
    expect(credentials.find('t', 0)).toBeUndefined();
    expect(await Promise.all([credentials.check('t', 0), credentials.check('t', 0)])).toEqual([
      principal,
      principal,
    ]);
    expect(credentials.find('t', 9)).toBe(principal);
    expect(credentials.find('t', 10)).toBeUndefined();
    await credentials.check('t', 10);
    expect(credentials.has('t')).toBe(true);
    expect(await credentials.check('t', 20)).toBeUndefined();
    expect(credentials.has('t')).toBe(false);
    expect(asked).toHaveLength(3);
  });

  it('stays good for some time while nobody can be asked, and the store is spared meanwhile', async () => {
    const { credentials, asked, principal } = known([good, away, away, away]);
    await credentials.check('t', 0);
    expect(await credentials.check('t', 10)).toBe(principal);
    expect(credentials.find('t', 1009)).toBe(principal);
    expect(await credentials.check('t', 1010)).toBe(principal);
    await expect(credentials.check('t', 5000)).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(asked).toHaveLength(4);
    await expect(known([away]).credentials.check('t', 0)).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  it('is forgotten when a key changes, also one that is being asked for', async () => {
    const { credentials, principal } = known([good, good]);
    await credentials.check('t', 0);
    const underWay = credentials.check('u', 0);
    credentials.forget();
    expect(await underWay).toBe(principal);
    expect([credentials.has('t'), credentials.has('u')]).toEqual([false, false]);
  });
});

it('writes uses of keys together, and again what could not be written', async () => {
  const written: [string, number][][] = [];
  let broken = true;
  const store: Pick<KeyStore, 'touch'> = {
    async touch(uses) {
      if (broken) throw new StoreUnavailableError();
      written.push([...uses]);
    },
  };
  vi.useFakeTimers();
  const uses = new KeyUses(store);
  uses.note('a', 1);
  uses.note('b', 2);
  await vi.advanceTimersByTimeAsync(60_000);
  broken = false;
  uses.note('a', 3);
  await vi.advanceTimersByTimeAsync(120_000);
  vi.useRealTimers();
  await uses.close();
  expect(written).toEqual([
    [
      ['a', 3],
      ['b', 2],
    ],
  ]);
});

it('is on until it is decided, may go on, and never goes off again', async () => {
  const control = new AccessControl();
  let switched = 0;
  control.onSwitch(() => {
    switched += 1;
  });
  expect([control.on, control.undecided]).toEqual([true, true]);
  control.leaveOff();
  await control.decided;
  expect([control.on, control.undecided, switched]).toEqual([false, false, 0]);
  control.turnOn();
  control.leaveOff();
  control.turnOn();
  expect([control.on, control.undecided, switched]).toEqual([true, false, 1]);
});
