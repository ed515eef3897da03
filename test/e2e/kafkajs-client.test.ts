import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { beforeEach, expect, it } from 'vitest';
import { closed } from '../helpers/api.ts';
import { serverForFile } from '../helpers/server.ts';

const server = serverForFile();
let registry: SchemaRegistry;
beforeEach(() => {
  registry = newRegistry();
});

/** A client as users make it, which knows nothing that another has kept. */
function newRegistry(): SchemaRegistry {
  return new SchemaRegistry({ host: server().url });
}

function jsonSchema(schema: unknown) {
  return { type: SchemaType.JSON, schema: JSON.stringify(schema) } as const;
}

const order = closed({ id: 'string', amount: 'number' });
const document = { id: 'o-1', amount: 12.5 };

it('registers a schema, then sets the compatibility level that a new subject shall have', async () => {
  const { id } = await registry.register(jsonSchema(order), { subject: 'orders' });
  expect(id).toBeGreaterThan(0);
  const config = await fetch(`${server().url}/config/orders`);
  expect(await config.json()).toEqual({ compatibilityLevel: 'BACKWARD' });
  expect(await newRegistry().register(jsonSchema(order), { subject: 'orders' })).toEqual({ id });
});

it('encodes with an id and decodes with what the registry says of it', async () => {
  const { id } = await registry.register(jsonSchema(order), { subject: 'messages' });
  const bytes = await newRegistry().encode(id, document);
  expect(await newRegistry().decode(bytes)).toEqual(document);
  await expect(registry.encode(id, { id: 1 })).rejects.toThrow('invalid payload');
});

it('finds ids by version, by schema and of the latest', async () => {
  const first = await registry.register(jsonSchema(order), { subject: 'ids' });
  const wider = closed({ id: 'string', amount: 'number', note: 'string' });
  const second = await registry.register(jsonSchema(wider), { subject: 'ids' });
  const reader = newRegistry();
  expect(await reader.getRegistryId('ids', 1)).toBe(first.id);
  expect(await reader.getRegistryId('ids', 'latest')).toBe(second.id);
  expect(await reader.getLatestSchemaId('ids')).toBe(second.id);
  expect(await reader.getRegistryIdBySchema('ids', jsonSchema(order))).toBe(first.id);
});

it('follows references when it encodes', async () => {
  const item = { $id: 'https://shop.test/item.json', ...closed({ sku: 'string' }) };
  await registry.register(jsonSchema(item), { subject: 'item' });
  const cart = {
    ...jsonSchema({
      $id: 'https://shop.test/cart.json',
      type: 'object',
      properties: { item: { $ref: 'item.json' } },
    }),
    references: [{ name: 'https://shop.test/item.json', subject: 'item', version: 1 }],
  };
  const { id } = await registry.register(cart, { subject: 'cart' });
  const bytes = await newRegistry().encode(id, { item: { sku: 'a' } });
  expect(await newRegistry().decode(bytes)).toEqual({ item: { sku: 'a' } });
  await expect(newRegistry().encode(id, { item: { sku: 1 } })).rejects.toThrow('invalid payload');
});

it('is told of a schema that breaks readers, and of a level other than it expects', async () => {
  await registry.register(jsonSchema(order), { subject: 'strict' });
  await expect(
    registry.register(jsonSchema(closed({ id: 'integer' })), { subject: 'strict' }),
  ).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining('Schema being registered is incompatible with an earlier schema'),
  });
  const settings = { subject: 'strict', compatibility: COMPATIBILITY.FULL };
  await expect(registry.register(jsonSchema(order), settings)).rejects.toThrow(
    'Compatibility does not match the configuration (FULL != BACKWARD)',
  );
});

it('is told of what is not there', async () => {
  await expect(registry.getLatestSchemaId('nobody')).rejects.toMatchObject({
    status: 404,
    message: expect.stringContaining("Subject 'nobody' not found."),
  });
  await expect(registry.encode(999_999, document)).rejects.toThrow('Schema 999999 not found');
  await registry.register(jsonSchema(order), { subject: 'somebody' });
  await expect(registry.getRegistryIdBySchema('somebody', jsonSchema({ type: 'string' }))).rejects.toThrow(
    'Schema not found',
  );
});
