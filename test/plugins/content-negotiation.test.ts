import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentNegotiation, negotiate } from '../../src/plugins/content-negotiation.ts';
import { HttpError } from '../../src/plugins/http-error.ts';
import { requestText, sendRaw, toyApp } from './toy-app.ts';

const v1 = 'application/vnd.schemaregistry.v1+json';
const vnd = 'application/vnd.schemaregistry+json';
const json = 'application/json';
const javaDefault = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2';

const cases: readonly (readonly [accept: string | undefined, chosen: string])[] = [
  [undefined, v1],
  ['', v1],
  ['*/*', v1],
  ['*', v1],
  [javaDefault, v1],
  ['application/*', v1],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', v1],
  [v1, v1],
  [vnd, vnd],
  [json, json],
  ['Application/JSON', json],
  ['application/json; charset=utf-8', json],
  ['application/json, text/plain, */*', v1],
  ['application/json, */*;q=0.1', json],
  [`${v1}, ${vnd}, ${json}`, v1],
  [`${json}, ${vnd}`, vnd],
  [`${json}, ${vnd};q=0.9`, json],
  [`${v1};q=0.1, ${json};q=0.2`, json],
  [`${v1};q=0, */*`, vnd],
  [`${v1};q=0, application/*;q=0.5, ${vnd};q=0`, json],
  ['*/*;q=0', v1],
  ['text/html', v1],
  ['application/xml;q=0.9, image/png', v1],
  ['application/json;q=nonsense', json],
  ['application/json;q=7', json],
  ['application/json;q=1.', json],
  [';;;,,,;q=,', v1],
  [`${vnd};level=1;q=0.3, ${json};q=0.4`, json],
];

describe('negotiate', () => {
  it.each(cases)('answers Accept %j with %s', (accept, chosen) => {
    expect(negotiate(accept)).toBe(chosen);
    expect(negotiate(accept)).toBe(chosen);
  });

  it('stays right when more headers were seen than it remembers, and for long ones', () => {
    for (let i = 0; i < 1000; i++) expect(negotiate(`text/x-${i}, application/json`)).toBe(json);
    expect(negotiate(`${'text/html, '.repeat(1000)}application/json`)).toBe(json);
  });
});

describe('the content type of responses', () => {
  const app = toyApp();

  beforeAll(async () => {
    await app.register(contentNegotiation);
    app.get('/object', () => ({ a: 1 }));
    app.get('/text', (_request, reply) => reply.type(json).send('"schema"'));
    app.get('/plain', { config: { access: { action: 'public' }, plainJson: true } }, () => ({ a: 1 }));
    app.get('/page', (_request, reply) => reply.type('text/html').send('<p>'));
    app.get('/nothing', (_request, reply) => reply.code(204).send());
    app.get('/refused', () => {
      throw new HttpError(404);
    });
    await app.ready();
  });
  afterAll(() => app.close());

  it.each([
    ['/object', undefined, v1],
    ['/object', json, json],
    ['/text', vnd, vnd],
    ['/refused', undefined, v1],
    ['/refused', json, json],
    ['/plain', vnd, json],
    ['/page', json, 'text/html'],
    ['/nothing', json, undefined],
  ])('of %s for Accept %s is %s, without a charset', async (url, accept, expected) => {
    const response = await app.inject({ url, headers: accept === undefined ? {} : { accept } });
    expect(response.headers['content-type']).toBe(expected);
  });

  it.each([javaDefault, '*', 'text/html', ';;', '*/*;q=0'])('is never 406: %s', async (accept) => {
    const response = await sendRaw(app, requestText('GET /object', [`Accept: ${accept}`]));
    expect(response).toMatchObject({ status: 200, body: '{"a":1}', headers: { 'content-type': v1 } });
  });
});
