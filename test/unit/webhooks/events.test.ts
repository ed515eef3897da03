import { HTTP, CloudEvent as SdkEvent } from 'cloudevents';
import { expect, it } from 'vitest';
import type { SchemaId } from '../../../src/registry/schema.ts';
import { globalScope, subjectScope } from '../../../src/registry/settings.ts';
import type { Write } from '../../../src/registry/store.ts';
import { announced } from '../../../src/webhooks/announce.ts';
import { bodyOf, cloudEvent, mediaType } from '../../../src/webhooks/cloud-event.ts';
import { type Endpoint, readEndpoints } from '../../../src/webhooks/endpoint.ts';
import { eventsOf } from '../../../src/webhooks/events-of-change.ts';
import { signedHeaders } from '../../../src/webhooks/signature.ts';
import { add, change, markDeleted, remove } from '../../helpers/changes.ts';

const told = (...writes: readonly Write[]) =>
  eventsOf(change(writes)).map(({ name, data, schema }) => ({ name, data, ...(schema && { schema }) }));

it('finds an event for each write, in order', () => {
  const registered = add('a', 2, '{}');
  const guid = registered.kind === 'add-version' ? registered.guid : '';
  expect(
    told(
      registered,
      markDeleted('a', [1]),
      remove('b', [1, 2]),
      { kind: 'set-config', scope: globalScope, config: { compatibilityLevel: 'FULL' } },
      { kind: 'set-mode', scope: subjectScope('a'), mode: undefined },
      { kind: 'set-property', name: 'p', value: 'v' },
    ),
  ).toEqual([
    {
      name: 'version.registered',
      data: { subject: 'a', version: 2, schemaType: 'JSON', guid },
      schema: { guid, schemaType: 'JSON' },
    },
    { name: 'version.deleted', data: { subject: 'a', versions: [1], permanent: false } },
    { name: 'version.deleted', data: { subject: 'b', versions: [1, 2], permanent: true } },
    { name: 'config.changed', data: { subject: null, config: { compatibilityLevel: 'FULL' } } },
    { name: 'mode.changed', data: { subject: 'a', mode: null } },
  ]);
});

it('tells not that settings go with the last version', () => {
  const gone = (subject: string): Write[] => [
    { kind: 'set-config', scope: subjectScope(subject), config: undefined },
    { kind: 'set-mode', scope: subjectScope(subject), mode: undefined },
  ];
  expect(told(remove('a', [1]), ...gone('a'), ...gone('b')).map(({ name }) => name)).toEqual([
    'version.deleted',
    'config.changed',
    'mode.changed',
  ]);
});

function endpoints(...more: readonly object[]): readonly Endpoint[] {
  return readEndpoints(
    JSON.stringify(more.map((each, n) => ({ name: `e${n}`, url: 'https://a/', ...each }))),
  );
}

it('tells each endpoint what it asked for, under one id', () => {
  const options = {
    source: 'urn:test',
    now: () => 0,
    endpoints: endpoints({}, { subjects: 'orders.' }, { events: ['config.changed'] }),
  };
  const plain = change([{ kind: 'set-property', name: 'p', value: 'v' }]);
  expect(announced(plain, options)).toBe(plain);
  const { outbox } = announced(
    change([
      add('orders.a', 1, '{}'),
      add('b', 1, '{}'),
      { kind: 'set-config', scope: globalScope, config: undefined },
    ]),
    options,
  );
  const added = outbox?.add ?? [];
  expect(
    added.map(({ endpoint, scope }) => [endpoint, scope.kind === 'global' ? '*' : scope.subject]),
  ).toEqual([
    ['e0', 'orders.a'],
    ['e1', 'orders.a'],
    ['e0', 'b'],
    ['e0', '*'],
    ['e2', '*'],
  ]);
  expect(added[0]?.event).toBe(added[1]?.event);
  expect(
    announced(change([add('c', 1, '{}')]), { ...options, endpoints: endpoints({ subjects: 'd' }) }).outbox,
  ).toBe(undefined);
});

it.for(['orders-value', ''])(
  'makes CloudEvents that their SDK reads and finds valid (subject %j)',
  (subject) => {
    const [event] = eventsOf(change([add(subject, 1, '{}')]));
    if (event === undefined) throw new Error('No event');
    const made = cloudEvent(event, { source: 'urn:schemagate:test', id: 'id-1', time: 1_790_000_000_000 });
    const read = HTTP.toEvent<Record<string, unknown>>({
      headers: { 'content-type': mediaType },
      body: bodyOf(made, 7 as SchemaId),
    });
    if (Array.isArray(read)) throw new Error('One event is no batch');
    const strict = new SdkEvent(read);
    expect(strict.validate()).toBe(true);
    expect(strict).toMatchObject({
      specversion: '1.0',
      id: 'id-1',
      source: 'urn:schemagate:test',
      type: 'io.schemagate.version.registered',
      time: '2026-09-21T14:13:20.000Z',
      datacontenttype: 'application/json',
      data: { subject, version: 1, id: 7, schemaType: 'JSON' },
    });
    expect(strict.subject).toBe(subject === '' ? undefined : subject);
  },
);

it('signs as the standard does, with the key in use and the one before', () => {
  // The example that its specification gives.
  const [endpoint] = endpoints({ secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'x'.repeat(16)] });
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
  const headers = signedHeaders(message, endpoint?.keys ?? [], 1_614_265_330_999);
  expect(headers).toMatchObject({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
  });
  const signatures = headers['webhook-signature']?.split(' ');
  expect(signatures?.[0]).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  expect(signatures?.[1]).toMatch(/^v1,[\w+/]{43}=$/);
  expect(signedHeaders(message, [], 0)).not.toHaveProperty('webhook-signature');
});
