import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { judged, type Row } from '../row.ts';
import { type SharedCache, startSharedCache } from '../shared-cache.ts';
import { replaced } from '../text.ts';

/** A shared cache spares the service reads, mixes nothing up, and tells strangers nothing. */
export const row: Row = {
  id: 'cdn',
  group: 'deployment',
  title: 'A shared cache in front spares reads, mixes nothing up, and tells strangers nothing',
  risk: 'high',
  source: 'RFC 9111',
  deadlineMs: 90_000,
  probe: async (candidate) =>
    judged(
      [...(await openProblems(candidate)), ...(await closedProblems(candidate))],
      'the second reader of a schema, of each representation, was answered by the cache; lists were asked for anew; with access control nothing was shared',
    ),
  breaks: () => ({
    reason: /is not private: public/,
    edits: {
      'src/plugins/caching.ts': replaced("this.#isPrivate() ? 'private' : 'public'", "'public'"),
    },
  }),
};

/** Without access control: what never changes is shared, by representation, and nothing else. */
async function openProblems(candidate: Candidate): Promise<string[]> {
  const service = await candidate.service();
  const schema = { title: 'shared', description: 'long enough to be compressed '.repeat(60) };
  const { id } = (await (await service.register('shared', schema)).json()) as { id: number };
  const cache = await startSharedCache(service.url);
  const problems: string[] = [];
  try {
    const shapes: readonly Record<string, string>[] = [
      {},
      { accept: 'application/json' },
      { 'accept-encoding': 'gzip' },
      { 'confluent-accept-unknown-properties': 'true' },
    ];
    for (const headers of shapes) {
      const read = async (from: string) => {
        const answer = await fetch(`${from}/schemas/ids/${id}`, { headers });
        // Each representation has a tag of its own.
        return `${answer.headers.get('etag')} ${await answer.text()}`;
      };
      const direct = await read(service.url);
      const before = cache.forwarded;
      const answers = [await read(cache.url), await read(cache.url)];
      const name = JSON.stringify(headers);
      if (answers.some((answer) => answer !== direct)) problems.push(`${name} gets what others asked for`);
      const wanted = 'confluent-accept-unknown-properties' in headers ? 2 : 1;
      if (cache.forwarded - before !== wanted)
        problems.push(`${cache.forwarded - before} of 2 readers with ${name} reached the service`);
    }
    const latest = async () => (await fetch(`${cache.url}/subjects/shared/versions/latest`)).text();
    const old = await latest();
    await service.register('shared', { ...schema, title: 'shared, again' });
    if ((await latest()) === old) problems.push('the latest version is an old one');
  } finally {
    await cache.close();
  }
  return problems;
}

/** With access control: what one client was told, no other gets. */
async function closedProblems(candidate: Candidate): Promise<string[]> {
  const DATA_DIR = join(candidate.folder(), 'data');
  const words = ['keys', 'create', '--name', 'reader', '--grant', 'reader', '--json'];
  const { key } = JSON.parse((await candidate.schemagate(words, { DATA_DIR })).output) as { key: string };
  const service = await candidate.start({ DATA_DIR, AUTH: 'required' });
  const cache = await startSharedCache(service.url);
  try {
    return [
      ...(await leaks(cache, '/schemas/ids/1', { 'x-api-key': key })),
      ...(await leaks(cache, '/schemas/ids/2', { authorization: `Bearer ${key}` })),
      ...(await leaks(cache, '/subjects', { 'x-api-key': key })),
    ];
  } finally {
    await cache.close();
  }
}

async function leaks(cache: SharedCache, path: string, headers: Record<string, string>): Promise<string[]> {
  const allowed = await fetch(cache.url + path, { headers });
  const control = allowed.headers.get('cache-control') ?? '';
  const stranger = await fetch(cache.url + path);
  const problems: string[] = [];
  if (allowed.status !== 200) problems.push(`${path} answers ${allowed.status} to a key`);
  if (!/\bprivate\b/.test(control)) problems.push(`${path} is not private: ${control}`);
  if (stranger.status !== 401)
    problems.push(`the cache answers ${stranger.status} for ${path} to a stranger`);
  return problems;
}
