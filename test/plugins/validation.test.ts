import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestBody } from '../../src/plugins/request-body.ts';
import { validationError } from '../../src/plugins/validation.ts';
import { Type } from '../../src/typebox.ts';
import { toyApp } from './toy-app.ts';

const app = toyApp();

beforeAll(async () => {
  await app.register(requestBody);
  const body = Type.Object({
    schema: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    version: Type.Optional(Type.Integer({ default: 3 })),
    kind: Type.Optional(Type.Union([Type.Literal('A'), Type.Literal('B')])),
    level: Type.Optional(Type.Unsafe<string>({ type: 'string', enum: ['X', 'Y'] })),
    references: Type.Optional(Type.Array(Type.Object({ name: Type.String() }))),
    rules: Type.Optional(
      Type.Union([Type.Array(Type.Object({ doc: Type.Union([Type.String(), Type.Null()]) })), Type.Null()]),
    ),
  });
  app.post('/schema', { schema: { body } }, (request) => request.body);
  app.post('/list', { schema: { body: Type.Array(Type.String()) } }, (request) => request.body);
  const headers = Type.Object({ 'x-needed': Type.String() });
  app.get('/headers', { schema: { headers } }, () => ({}));
  await app.ready();
});
afterAll(() => app.close());

describe('validation of bodies', () => {
  it('changes nothing: no coercion, no defaults, no fields left out', async () => {
    const payload = { schema: null, unknown: { '1': [1, '1'] }, references: [{ name: 'a', extra: 1 }] };
    expect((await app.inject({ method: 'POST', url: '/schema', payload })).json()).toEqual(payload);
  });

  it.each([
    [{ schema: 1 }, 'schema must be string or must be null'],
    [{ version: '1' }, 'version must be integer'],
    [{ version: 1.5 }, 'version must be integer'],
    [{ kind: 'C' }, 'kind must be "A" or must be "B"'],
    [{ level: 'Z' }, 'level must be one of ["X","Y"]'],
    [{ references: [{}] }, "references.0 must have required property 'name'"],
    [{ references: 'a' }, 'references must be array'],
    [{ rules: [{ doc: 1 }] }, 'rules.0.doc must be string or must be null'],
    [{ rules: 1 }, 'rules must be array or must be null'],
    [[], 'it must be object'],
  ])('refuses %j with what is wrong', async (payload, reason) => {
    const response = await app.inject({ method: 'POST', url: '/schema', payload });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({
      error_code: 400,
      message: `The request body cannot be used: ${reason}.`,
    });
  });

  it.each(['1', '"text"', 'true'])('refuses a body of %s', async (payload) => {
    const response = await app.inject({ method: 'POST', url: '/list', payload });
    expect(response.json()).toMatchObject({ message: 'The request body cannot be used: it must be array.' });
  });
});

describe('validation of headers', () => {
  it('is a bad request', async () => {
    expect((await app.inject('/headers')).json()).toEqual({
      error_code: 400,
      message: "The request headers cannot be used: it must have required property 'x-needed'.",
    });
  });
});

it('has words for an error that brings none', () => {
  const unexplained = { keyword: 'x', instancePath: '/a', schemaPath: '', params: {} };
  for (const errors of [[], [unexplained]]) {
    expect(validationError(errors, 'body').message).toMatch(/(it|a) has the wrong form\.$/);
  }
});
