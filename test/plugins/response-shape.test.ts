import { expect, it } from 'vitest';
import { acceptsUnknownProperties, responseShape } from '../../src/plugins/response-shape.ts';
import { requestText, sendRaw, toyApp } from './toy-app.ts';

it.each([
  [undefined, false],
  ['true', true],
  ['True', true],
  [' true ', true],
  ['true, true', true],
  ['false', false],
  ['', false],
  ['1', false],
  ['truely', false],
  [['true'], false],
])('reads header value %j as %s', (value, expected) => {
  expect(acceptsUnknownProperties(value)).toBe(expected);
});

it('is a property of every request', async () => {
  const app = toyApp();
  await app.register(responseShape);
  app.get('/', (request) => ({ newer: request.acceptsUnknownProperties }));
  expect((await app.inject('/')).json()).toEqual({ newer: false });
  const header = 'Confluent-Accept-Unknown-Properties: true';
  expect((await sendRaw(app, requestText('GET /', [header]))).body).toBe('{"newer":true}');
  await app.close();
});
