import { describe, expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const databases = postgresForFile();

async function register(url: string, subject: string, title: string): Promise<number> {
  const response = await fetch(`${url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schemaType: 'JSON', schema: JSON.stringify({ title }) }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { id: number }).id;
}

describe('servers that share a database', () => {
  it('start at once, register what the other sees, and keep it when they are gone', async () => {
    const settings = { DATABASE_URL: await databases.create() };
    const [one, two] = await Promise.all([
      startServerProcess(temporaryDirectory(), settings),
      startServerProcess(temporaryDirectory(), settings),
    ]);
    const id = await register(one.url, 'a', 'x');
    expect(await register(two.url, 'b', 'x')).toBe(id);
    const subjects = await fetch(`${two.url}/subjects`);
    expect(await subjects.json()).toEqual(['a', 'b']);
    expect(await Promise.all([one.stop(), two.stop()])).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect([...one.complaints, ...two.complaints]).toEqual([]);

    const third = await startServerProcess(temporaryDirectory(), settings);
    const found = await fetch(`${third.url}/schemas/ids/${id}`);
    expect(await found.json()).toMatchObject({ schema: '{"title":"x"}' });
    await third.stop();
  });

  it('show each other what they delete, also where an answer was kept', async () => {
    const settings = { DATABASE_URL: await databases.create() };
    const one = await startServerProcess(temporaryDirectory(), settings);
    const two = await startServerProcess(temporaryDirectory(), settings);
    const id = await register(one.url, 'gone', 'gone');
    const paths = [`/schemas/ids/${id}`, '/subjects/gone/versions/1', '/subjects/gone/versions'];
    const statuses = async () => {
      const answers = await Promise.all(paths.map((path) => fetch(`${two.url}${path}`)));
      return answers.map(({ status }) => status);
    };
    await eventually(async () => expect(await statuses()).toEqual([200, 200, 200]));
    expect(await statuses()).toEqual([200, 200, 200]);

    // What the other sets shows too, for one and for all, and what one sets itself at once.
    const level = async () => (await fetch(`${two.url}/config/gone?defaultToGlobal=true`)).text();
    const set = (url: string, path: string, compatibility: string) =>
      fetch(url + path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ compatibility }),
      });
    expect(await level()).toContain('"BACKWARD"');
    await set(one.url, '/config', 'FULL');
    await eventually(async () => expect(await level()).toContain('"FULL"'));
    await set(one.url, '/config/gone', 'FORWARD');
    await eventually(async () => expect(await level()).toContain('"FORWARD"'));
    await set(two.url, '/config/gone', 'NONE');
    expect(await level()).toContain('"NONE"');

    await fetch(`${one.url}/subjects/gone`, { method: 'DELETE' });
    // Registering it is no read: it is there again, whatever the replica remembers.
    await register(two.url, 'gone', 'gone');
    expect(await (await fetch(`${one.url}/subjects/gone/versions`)).text()).not.toBe('');
    await eventually(async () => expect(await statuses()).toEqual([200, 404, 200]));
    await fetch(`${one.url}/subjects/gone`, { method: 'DELETE' });
    await fetch(`${one.url}/subjects/gone?permanent=true`, { method: 'DELETE' });
    await eventually(async () => expect(await statuses()).toEqual([404, 404, 404]));
    await Promise.all([one.stop(), two.stop()]);
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('share a port, when they are told to', async () => {
    const settings = { DATABASE_URL: await databases.create(), PORT_SHARED: 'true' };
    const one = await startServerProcess(temporaryDirectory(), settings);
    const two = await startServerProcess(temporaryDirectory(), { ...settings, PORT: String(one.port) });
    expect(two.port).toBe(one.port);
    const id = await register(one.url, 'shared', 'shared');
    const answered = async ({ metricsUrl }: typeof one) =>
      /^http_request_duration_seconds_count.*ids.* (\d+)$/m.exec(await (await fetch(metricsUrl)).text())?.[1];
    // Each over a connection of its own, which the system gives to either.
    await eventually(async () => {
      const response = await fetch(`${one.url}/schemas/ids/${id}`, { headers: { connection: 'close' } });
      expect(response.status).toBe(200);
      expect(await Promise.all([answered(one), answered(two)])).not.toContain(undefined);
    });
    expect((await one.stop()).code).toBe(0);
    expect((await fetch(`${two.url}/schemas/ids/${id}`)).status).toBe(200);
    await two.stop();
    expect([...one.complaints, ...two.complaints]).toEqual([]);
    await expect(startServerProcess(temporaryDirectory(), { PORT_SHARED: 'true' })).rejects.toThrow(
      'PORT_SHARED needs DATABASE_URL',
    );
  });

  it('say why they do not start when the database refuses them, without its password', async () => {
    const url = new URL(await databases.create());
    url.password = 'hush';
    url.pathname = '/no-such-database';
    const starting = startServerProcess(temporaryDirectory(), { DATABASE_URL: url.href });
    await expect(starting).rejects.toThrow(/The database .*no-such-database refuses to be opened/);
    await expect(starting).rejects.not.toThrow('hush');
  });

  it('warn when the database allows too few connections for them', async () => {
    const settings = { DATABASE_URL: await databases.create(), DATABASE_REPLICAS: '100000' };
    const server = await startServerProcess(temporaryDirectory(), settings);
    expect(server.complaints.map(({ msg }) => msg)).toEqual([expect.stringContaining('100000 replicas')]);
    await server.stop();
  });
});
