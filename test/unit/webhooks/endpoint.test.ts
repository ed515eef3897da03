import { expect, it } from 'vitest';
import { EndpointError, eventNames, readEndpoints } from '../../../src/webhooks/endpoint.ts';

const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

it('reads endpoints, with defaults for what they leave out', () => {
  const [first, second] = readEndpoints(
    JSON.stringify([
      { name: 'all', url: 'https://a.example/hook' },
      {
        name: 'some',
        url: 'http://b/',
        events: ['mode.changed'],
        subjects: 'orders.',
        secrets: [secret, 'x'.repeat(16)],
      },
    ]),
  );
  expect(first).toEqual({
    name: 'all',
    url: 'https://a.example/hook',
    events: new Set(eventNames),
    subjects: '',
    keys: [],
  });
  expect(second).toMatchObject({ events: new Set(['mode.changed']), subjects: 'orders.' });
  expect(second?.keys).toEqual([Buffer.alloc(24, 1), Buffer.from('x'.repeat(16))]);
  expect(readEndpoints(' ')).toEqual([]);
});

const named = (more: object) => [{ name: 'a', url: 'https://a/', ...more }];

it.for<[unknown, string]>([
  ['{', 'WEBHOOKS is not JSON.'],
  [{}, 'WEBHOOKS is not a JSON array.'],
  [[1], 'WEBHOOKS[0] is not an object.'],
  [named({ name: '' }), 'WEBHOOKS[0].name is not'],
  [named({ name: 'a b' }), 'WEBHOOKS[0].name is not'],
  [named({ url: 'ftp://a/' }), 'WEBHOOKS[0].url is not'],
  [named({ url: 'https://user:pass@a/' }), 'WEBHOOKS[0].url is not'],
  [named({ url: 'hook' }), 'WEBHOOKS[0].url is not'],
  [named({ url: 1 }), 'WEBHOOKS[0].url is not'],
  [named({ subjects: 1 }), 'WEBHOOKS[0].subjects is not text.'],
  [named({ events: [] }), 'WEBHOOKS[0].events is not an array of version.registered'],
  [named({ events: ['created'] }), 'WEBHOOKS[0].events is not'],
  [named({ secrets: 'x'.repeat(16) }), 'WEBHOOKS[0].secrets is not an array of one or two'],
  [named({ secrets: [secret, secret, secret] }), 'WEBHOOKS[0].secrets is not an array of one or two'],
  [named({ secrets: ['short'] }), 'WEBHOOKS[0].secrets holds one of less than 16 bytes.'],
  [named({ secrets: [1] }), 'WEBHOOKS[0].secrets holds one of less than 16 bytes.'],
  [named({ secret }), 'WEBHOOKS[0] has an unknown field "secret".'],
  [[...named({}), ...named({})], 'WEBHOOKS: two endpoints have the same name.'],
])('refuses %j', ([setting, complaint]) => {
  const text = typeof setting === 'string' ? setting : JSON.stringify(setting);
  expect(() => readEndpoints(text)).toThrow(EndpointError);
  expect(() => readEndpoints(text)).toThrow(complaint);
});
