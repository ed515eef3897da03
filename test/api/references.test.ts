import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

let api: Api;
beforeEach(async () => {
  api = await startApi();
  await api.register('address', closed({ city: 'string' }));
});

const address = { name: 'address.json', subject: 'address', version: 1 };
const customer = {
  type: 'object',
  properties: { home: { $ref: 'address.json' } },
  additionalProperties: false,
};

function referring(schema: unknown, ...references: readonly object[]) {
  return { ...jsonSchema(schema), references };
}

describe('references between schemas', () => {
  it('are stored, returned, and part of what makes a schema the same', async () => {
    const body = referring(customer, address);
    expect((await api.post('/subjects/customer/versions', body)).body).toEqual({ id: 2 });
    expect((await api.get('/schemas/ids/2')).body).toMatchObject({ references: [address] });
    expect((await api.get('/subjects/address/versions/1/referencedby')).body).toEqual([2]);
    expect((await api.get('/subjects/address/versions/latest/referencedby?limit=1')).body).toEqual([2]);
  });

  it('to the latest version are pinned to its number', async () => {
    await api.register('address', closed({ city: 'string', zip: 'string' }));
    const body = referring(customer, { ...address, version: -1 });
    await api.post('/subjects/customer/versions', body);
    expect((await api.get('/subjects/customer/versions/1')).body).toMatchObject({
      references: [{ ...address, version: 2 }],
    });
    const nowhere = referring(customer, { ...address, subject: 'none', version: -1 });
    expect((await api.post('/subjects/customer/versions', nowhere)).body).toMatchObject({
      error_code: 42201,
    });
  });

  it('may go through several schemas, and take part in compatibility', async () => {
    await api.post('/subjects/customer/versions', referring(customer, address));
    const order = {
      type: 'object',
      properties: { by: { $ref: 'customer.json' } },
      additionalProperties: false,
    };
    const customerReference = { name: 'customer.json', subject: 'customer', version: 1 };
    expect((await api.post('/subjects/order/versions', referring(order, customerReference))).status).toBe(
      200,
    );
    await api.put('/config/address', { compatibility: 'NONE' });
    await api.register('address', closed({ city: 'integer' }));
    await api.put('/config/customer', { compatibility: 'NONE' });
    const other = referring(customer, { ...address, version: 2 });
    await api.post('/subjects/customer/versions', other);
    const check = '/compatibility/subjects/order/versions/latest?verbose=true';
    const answer = await api.post(check, referring(order, { ...customerReference, version: 2 }));
    expect(answer.body).toMatchObject({
      is_compatible: false,
      messages: expect.arrayContaining([
        expect.stringContaining("'#/properties/by/properties/home/properties/city'"),
      ]),
    });
  });

  it('are sorted and each kept once when a schema is normalized', async () => {
    const twice = [address, { ...address, name: 'a.json' }, address];
    const body = referring({ $ref: 'address.json' }, ...twice);
    await api.post('/subjects/customer/versions?normalize=true', body);
    expect((await api.get('/subjects/customer/versions/1')).body).toMatchObject({
      references: [{ ...address, name: 'a.json' }, address],
    });
  });

  it('say what to do when the text refers to what is not listed', async () => {
    const answer = await api.post('/subjects/customer/versions', jsonSchema(customer));
    expect(answer).toMatchObject({ status: 422, body: { error_code: 42201 } });
  });

  it('have a bound on how many schemas they bring in', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ ...address, name: `${index}.json` }));
    const answer = await api.post('/subjects/customer/versions', referring({}, ...many));
    expect(answer).toMatchObject({ status: 422, body: { error_code: 42201 } });
    expect(answer.text).toContain('too many');
  });

  it('can be registered by many at once while the schema referred to evolves', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) =>
      referring({ ...customer, title: `t${index}` }, address),
    );
    const registrations = bodies.map((body, index) => api.post(`/subjects/c${index}/versions`, body));
    const evolution = api.register('address', closed({ city: 'string', zip: 'string' }));
    const answers = await Promise.all(registrations);
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
    expect(await evolution).toBeGreaterThan(1);
    expect((await api.get('/subjects/address/versions/1/referencedby')).body).toHaveLength(20);
  });

  it('keep a schema from being deleted while one that refers to it is registered', async () => {
    const [registered, deleted] = await Promise.all([
      api.post('/subjects/customer/versions', referring(customer, address)),
      api.delete('/subjects/address'),
    ]);
    // Whichever came first, no live schema refers to nothing that can be read.
    expect(registered.status).toBe(200);
    expect([200, 422]).toContain(deleted.status);
    expect((await api.delete('/subjects/address?permanent=true')).status).not.toBe(200);
    expect((await api.get('/subjects/address/versions/1?deleted=true')).status).toBe(200);
  });
});
