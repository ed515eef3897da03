import { expect, it, onTestFinished } from 'vitest';
import { globalScope, subjectScope } from '../../../src/registry/settings.ts';
import { StoreUnavailableError } from '../../../src/registry/store.ts';
import { openEdge } from '../../../src/upstream/open-edge.ts';
import { add, change } from '../../helpers/changes.ts';
import { openThreadlessStore } from '../../helpers/threadless-store.ts';

/** An edge of a registry of release 7, that tells less; `answers` by path, and nothing else is there. */
async function edgeOf(answers: Readonly<Record<string, unknown>>) {
  const { store: local } = await openThreadlessStore();
  const sent: (Readonly<Record<string, string>> | undefined)[] = [];
  let away = false;
  let time = 0;
  const edge = openEdge({
    local,
    async call(url, { headers }) {
      sent.push(headers);
      if (away) throw new Error('away');
      const body = answers[url.replace('http://upstream/base', '')];
      return body === undefined ? new Response('{}', { status: 404 }) : Response.json(body);
    },
    url: 'http://upstream/base/',
    authorization: 'Bearer secret',
    ttl: 1000,
    now: () => time,
    onState: () => undefined,
    onForget: () => undefined,
  });
  onTestFinished(() => edge.close());
  return {
    edge,
    local,
    sent,
    leave: () => {
      away = true;
      time += 1000;
    },
  };
}

const one = 1 as never;

it('takes what older registries leave out for what it stands for', async () => {
  const { edge, sent } = await edgeOf({
    '/schemas/ids/1': {
      schema: '"string"',
      metadata: { properties: { a: 'b' } },
      ruleSet: { domainRules: [] },
    },
    '/subjects/a/versions': [2, 1],
    '/subjects/a/versions?deleted=true': [1, 2, 3],
    '/subjects/a/versions/2?deleted=true': { subject: 'a', version: 2, id: 1, schema: '"string"' },
  });
  expect(await edge.schema(one)).toMatchObject({
    id: 1,
    schemaType: 'AVRO',
    text: '"string"',
    references: [],
  });
  // The others went between the questions.
  const version = { subject: 'a', version: 2, id: 1, deleted: false, timestamp: 0 };
  expect(await edge.versions('a')).toEqual([version]);
  expect(await edge.latestVersion('a')).toEqual(version);
  expect(await edge.versionsWithText('a', '"string"')).toEqual([version]);
  expect(await edge.versionsWithText('a', 'other')).toEqual([]);
  expect(sent[0]).toMatchObject({ authorization: 'Bearer secret' });
});

it('finds nothing where there is nothing, or no path leads', async () => {
  const { edge, sent } = await edgeOf({});
  expect(await edge.schemasByGuid('g' as never)).toEqual([]);
  expect(await edge.versionsOfSchema(one)).toEqual([]);
  expect(await edge.referrers('a', one)).toEqual([]);
  expect(await edge.subjects('')).toEqual([]);
  expect(await edge.latestVersion('a')).toBeUndefined();
  const asked = sent.length;
  expect(await edge.versions('..')).toEqual([]);
  expect(await edge.referrers('..', one)).toEqual([]);
  expect(await edge.config(subjectScope('..'))).toBeUndefined();
  expect(sent).toHaveLength(asked);
  expect(await edge.subjectsWithMode()).toEqual([]);
  expect(await edge.maxSchemaId()).toBe(0);
});

it('orders the holders of a schema, and tells deleted ones', async () => {
  const { edge } = await edgeOf({
    '/schemas/ids/1/versions': [{ subject: 'b', version: 1 }],
    '/schemas/ids/1/versions?deleted=true': [
      { subject: 'b', version: 2 },
      { subject: 'a', version: 1 },
    ],
  });
  const holders = await edge.versionsOfSchema(one);
  expect(holders.map(({ subject, version, deleted }) => [subject, version, deleted])).toEqual([
    ['a', 1, true],
    ['b', 1, false],
    ['b', 2, true],
  ]);
});

it('takes settings that are not known for none only of subjects that are', async () => {
  const { edge, leave } = await edgeOf({ '/subjects/a/versions': [1], '/mode': { mode: 'READWRITE' } });
  await edge.latestVersion('a');
  expect(await edge.mode(globalScope)).toBe('READWRITE');
  leave();
  expect(await edge.config(subjectScope('a'))).toBeUndefined();
  expect(await edge.mode(globalScope)).toBe('READWRITE');
  await expect(edge.config(subjectScope('b'))).rejects.toThrow(StoreUnavailableError);
  await expect(edge.config(globalScope)).rejects.toThrow(StoreUnavailableError);
});

it('keeps facts of its own, and refuses every other change', async () => {
  const { edge, local } = await edgeOf({});
  await edge.commit(change([{ kind: 'set-property', name: 'own', value: 'yes' }]));
  expect([await edge.property('own'), await local.property('own')]).toEqual(['yes', 'yes']);
  await expect(edge.commit(change([add('a', 1, '{}')]))).rejects.toMatchObject({ code: 42205 });
  await expect(edge.ping()).resolves.toBeUndefined();
});
