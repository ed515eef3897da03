import {
  CelExecutor,
  Compatibility,
  JsonDeserializer,
  JsonSerializer,
  RuleMode,
  RuleRegistry,
  type SchemaInfo,
  SchemaRegistryClient,
  SerdeType,
} from '@confluentinc/schemaregistry';
import { beforeEach, describe, expect, it } from 'vitest';
import { closed } from '../helpers/api.ts';
import { serverForFile } from '../helpers/server.ts';

const server = serverForFile();
let client: SchemaRegistryClient;
beforeEach(() => {
  client = newClient();
});

/** A client as users make it, which knows nothing that another has kept. */
function newClient(): SchemaRegistryClient {
  return new SchemaRegistryClient({ baseURLs: [server().url] });
}

function schemaInfo(schema: unknown, more: Partial<SchemaInfo> = {}): SchemaInfo {
  return { schemaType: 'JSON', schema: JSON.stringify(schema), ...more };
}

const order = closed({ id: 'string', amount: 'number' });
const orderWithNote = closed({ id: 'string', amount: 'number', note: 'string' });
const orderWithTextAmount = closed({ id: 'string', amount: 'string' });

describe('SchemaRegistryClient', () => {
  it('registers schemas and reads them back in every way', async () => {
    const id = await client.register('reads', schemaInfo(order));
    const full = await client.registerFullResponse('reads', schemaInfo(orderWithNote));
    expect(full).toMatchObject({
      version: 2,
      id: id + 1,
      guid: expect.stringMatching(/^[0-9a-f]{8}-/),
    });

    const reader = newClient();
    const first = { subject: 'reads', version: 1, id, schemaType: 'JSON', schema: JSON.stringify(order) };
    expect(await reader.getBySubjectAndId('reads', id)).toMatchObject({
      schemaType: 'JSON',
      schema: first.schema,
    });
    expect(await reader.getByGuid(String(full.guid))).toMatchObject({
      schema: JSON.stringify(orderWithNote),
    });
    expect(await reader.getId('reads', schemaInfo(order))).toBe(id);
    expect(await reader.getIdFullResponse('reads', schemaInfo(order))).toMatchObject(first);
    expect(await reader.getVersion('reads', schemaInfo(orderWithNote))).toBe(2);
    expect(await reader.getLatestSchemaMetadata('reads')).toMatchObject({ version: 2, id: full.id });
    expect(await reader.getSchemaMetadata('reads', 1)).toMatchObject(first);
    expect(await reader.getAllVersions('reads')).toEqual([1, 2]);
    expect(await reader.getAllSubjects()).toContain('reads');
  });

  it('gives one id to one schema under any subject', async () => {
    const id = await client.register('one', schemaInfo(order));
    expect(await client.register('other/with slash', schemaInfo(order))).toBe(id);
    expect(await client.getAllSubjects()).toContain('other/with slash');
  });

  it('registers in normalized form when asked to', async () => {
    const texts = ['{"type":"string","title":"n"}', '{"title":"n","type":"string"}'];
    const [first, second] = await Promise.all(
      texts.map((schema) => newClient().register('normal', { schemaType: 'JSON', schema }, true)),
    );
    expect(first).toBe(second);
  });

  it('tests compatibility before registering', async () => {
    await client.register('tested', schemaInfo(order));
    expect(await client.testSubjectCompatibility('tested', schemaInfo(orderWithNote))).toBe(true);
    expect(await client.testSubjectCompatibility('tested', schemaInfo(orderWithTextAmount))).toBe(false);
    expect(await client.testCompatibility('tested', 1, schemaInfo(orderWithTextAmount))).toBe(false);
    await expect(client.register('tested', schemaInfo(orderWithTextAmount))).rejects.toMatchObject({
      status: 409,
      errorCode: 40901,
      message: expect.stringContaining(
        'incompatible with an earlier schema for subject "tested", details: [{errorType:"TYPE_CHANGED"',
      ),
    });
  });

  it('changes the compatibility level of a subject and of the whole', async () => {
    await client.register('levels', schemaInfo(order));
    await expect(client.getCompatibility('levels')).rejects.toMatchObject({ status: 404, errorCode: 40408 });
    expect(await client.updateCompatibility('levels', Compatibility.NONE)).toBe('NONE');
    expect(await client.getCompatibility('levels')).toBe('NONE');
    await client.register('levels', schemaInfo(orderWithTextAmount));
    expect(await newClient().getAllVersions('levels')).toEqual([1, 2]);

    expect(await client.getDefaultCompatibility()).toBe('BACKWARD');
    expect(await client.updateDefaultCompatibility(Compatibility.FULL)).toBe('FULL');
    expect(await client.updateDefaultConfig({ compatibility: Compatibility.BACKWARD })).toMatchObject({
      compatibility: 'BACKWARD',
    });
    expect(await client.getDefaultConfig()).toMatchObject({ compatibilityLevel: 'BACKWARD' });
  });

  it('keeps config with metadata and rules, which new versions take over', async () => {
    const defaultMetadata = { properties: { team: 'orders' } };
    const updated = await client.updateConfig('defaults', { normalize: true, defaultMetadata });
    expect(updated).toMatchObject({ normalize: true, defaultMetadata });
    expect(await client.getConfig('defaults')).toMatchObject({ normalize: true, defaultMetadata });
    await client.register('defaults', schemaInfo(order));
    expect(await newClient().getLatestSchemaMetadata('defaults')).toMatchObject({
      metadata: defaultMetadata,
    });
  });

  it('deletes versions and subjects, for the time being and for good', async () => {
    await client.register('deleted', schemaInfo(order));
    await client.register('deleted', schemaInfo(orderWithNote));
    await expect(client.deleteSubjectVersion('deleted', 1, true)).rejects.toMatchObject({ errorCode: 40407 });
    expect(await client.deleteSubjectVersion('deleted', 1)).toBe(1);
    expect(await client.getAllVersions('deleted')).toEqual([2]);
    await expect(newClient().getSchemaMetadata('deleted', 1)).rejects.toMatchObject({ errorCode: 40402 });
    expect(await newClient().getSchemaMetadata('deleted', 1, true)).toMatchObject({ version: 1 });
    expect(await client.deleteSubjectVersion('deleted', 1, true)).toBe(1);
    await expect(client.deleteSubject('deleted', true)).rejects.toMatchObject({ errorCode: 40405 });
    expect(await client.deleteSubject('deleted')).toEqual([2]);
    expect(await client.deleteSubject('deleted', true)).toEqual([2]);
    await expect(client.getAllVersions('deleted')).rejects.toMatchObject({ status: 404, errorCode: 40401 });
  });

  it('registers references, and is told when a schema is still referred to', async () => {
    const address = { $id: 'address.json', ...closed({ street: 'string' }) };
    await client.register('address', schemaInfo(address));
    const references = [{ name: 'address.json', subject: 'address', version: 1 }];
    const person = { type: 'object', properties: { home: { $ref: 'address.json' } } };
    const id = await client.register('person', schemaInfo(person, { references }));
    expect(await newClient().getBySubjectAndId('person', id)).toMatchObject({ references });
    await expect(client.deleteSubject('address')).rejects.toMatchObject({ errorCode: 42206 });
    await client.deleteSubject('person');
    expect(await client.deleteSubject('address')).toEqual([1]);
  });

  it('keeps metadata and rule sets, and finds schemas by metadata', async () => {
    const metadata = { properties: { major: '1' }, tags: { '**.id': ['PII'] }, sensitive: ['key'] };
    const rule = { name: 'positive', kind: 'CONDITION', mode: RuleMode.WRITE, type: 'CEL', expr: 'true' };
    const ruleSet = { domainRules: [rule] };
    await client.register('meta', schemaInfo(order, { metadata, ruleSet }));
    await client.register(
      'meta',
      schemaInfo(orderWithNote, { metadata: { properties: { major: '2' } }, ruleSet }),
    );
    const found = await newClient().getLatestWithMetadata('meta', { major: '1' });
    expect(found).toMatchObject({ version: 1, metadata, ruleSet });
  });

  it('sees typed errors for what is not there', async () => {
    await expect(client.getLatestSchemaMetadata('nobody')).rejects.toMatchObject({
      status: 404,
      errorCode: 40401,
    });
    await expect(client.getBySubjectAndId('nobody', 999_999)).rejects.toMatchObject({ errorCode: 40403 });
    await client.register('somebody', schemaInfo(order));
    await expect(client.getId('somebody', schemaInfo(orderWithNote))).rejects.toMatchObject({
      errorCode: 40403,
    });
    await expect(client.register('somebody', schemaInfo({ type: 'strin' }))).rejects.toMatchObject({
      status: 422,
      errorCode: 42201,
    });
  });

  it('takes the look-up of associations for an absent feature', async () => {
    const lookup = client.getAssociationsByResourceName('topic', '-', 'topic', ['value'], null, 0, -1);
    await expect(lookup).rejects.toMatchObject({ status: 404, errorCode: 404 });
  });

  it.each([
    ['basic', { basicAuthCredentials: { credentialsSource: 'USER_INFO' as const, userInfo: 'user:secret' } }],
    [
      'bearer',
      {
        bearerAuthCredentials: {
          credentialsSource: 'STATIC_TOKEN' as const,
          token: 'token',
          logicalCluster: 'lsrc-1',
          identityPoolId: 'pool-1',
        },
      },
    ],
  ])('may send %s credentials', async (_kind, credentials) => {
    const authorized = new SchemaRegistryClient({ baseURLs: [server().url], ...credentials });
    expect(Array.isArray(await authorized.getAllSubjects())).toBe(true);
  });
});

describe('JsonSerializer and JsonDeserializer', () => {
  const document = { id: 'o-1', amount: 12.5 };

  it('registers by itself the schema of what is sent, and reads it back', async () => {
    const serializer = new JsonSerializer(client, SerdeType.VALUE, {
      autoRegisterSchemas: true,
      validate: true,
    });
    const bytes = await serializer.serialize('auto', document);
    expect(await newClient().getAllVersions('auto-value')).toEqual([1]);
    const deserializer = new JsonDeserializer(newClient(), SerdeType.VALUE, { validate: true });
    expect(await deserializer.deserialize('auto', bytes)).toEqual(document);
    const key = new JsonSerializer(client, SerdeType.KEY, { autoRegisterSchemas: true });
    const keyBytes = await key.serialize('auto', 'key-1');
    expect(await new JsonDeserializer(newClient(), SerdeType.KEY, {}).deserialize('auto', keyBytes)).toBe(
      'key-1',
    );
    expect(await newClient().getAllSubjects()).toEqual(expect.arrayContaining(['auto-key', 'auto-value']));
  });

  it('uses the latest version, with a schema that refers to another', async () => {
    await client.register('item', schemaInfo({ $id: 'item.json', ...closed({ sku: 'string' }) }));
    const references = [{ name: 'item.json', subject: 'item', version: 1 }];
    const cart = { type: 'object', properties: { items: { type: 'array', items: { $ref: 'item.json' } } } };
    await client.register('latest-value', schemaInfo(cart, { references }));
    const settings = { useLatestVersion: true, validate: true };
    const serializer = new JsonSerializer(client, SerdeType.VALUE, settings);
    const bytes = await serializer.serialize('latest', { items: [{ sku: 'a' }] });
    expect(
      await new JsonDeserializer(newClient(), SerdeType.VALUE, settings).deserialize('latest', bytes),
    ).toEqual({ items: [{ sku: 'a' }] });
    await expect(serializer.serialize('latest', { items: [{ sku: 1 }] })).rejects.toThrow('Invalid message');
  });

  it('uses the schema of an id, and that with given metadata', async () => {
    const id = await client.register(
      'chosen-value',
      schemaInfo(order, { metadata: { properties: { major: '1' } } }),
    );
    await client.register(
      'chosen-value',
      schemaInfo(orderWithNote, { metadata: { properties: { major: '2' } } }),
    );
    for (const choice of [{ useSchemaId: id }, { useLatestWithMetadata: { major: '1' } }]) {
      const serializer = new JsonSerializer(newClient(), SerdeType.VALUE, { ...choice, validate: true });
      expect((await serializer.serialize('chosen', document)).readInt32BE(1)).toBe(id);
      await expect(serializer.serialize('chosen', { ...document, note: 'n' })).rejects.toThrow(
        'Invalid message',
      );
    }
  });

  it('applies the rules that are registered with the schema', async () => {
    const rule = {
      name: 'positiveAmount',
      kind: 'CONDITION',
      mode: RuleMode.WRITE,
      type: 'CEL',
      expr: 'message.amount > 0.0',
    };
    await client.register('ruled-value', schemaInfo(order, { ruleSet: { domainRules: [rule] } }));
    const rules = new RuleRegistry();
    rules.registerExecutor(new CelExecutor());
    const serializer = new JsonSerializer(newClient(), SerdeType.VALUE, { useLatestVersion: true }, rules);
    const bytes = await serializer.serialize('ruled', document);
    expect(await new JsonDeserializer(newClient(), SerdeType.VALUE, {}).deserialize('ruled', bytes)).toEqual(
      document,
    );
    await expect(serializer.serialize('ruled', { id: 'o-2', amount: -1.5 })).rejects.toThrow(
      'positiveAmount',
    );
  });
});
