import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

let api: Api;
beforeEach(async () => {
  api = await startApi();
});

describe('the global config', () => {
  it('has a level from the start, is merged into, and goes back by DELETE', async () => {
    expect((await api.get('/config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
    expect((await api.put('/config', { compatibility: 'full' })).body).toEqual({ compatibility: 'FULL' });
    expect((await api.put('/config', { normalize: true })).body).toEqual({
      compatibility: 'FULL',
      normalize: true,
    });
    expect((await api.put('/config', {})).body).toEqual({ compatibility: 'FULL', normalize: true });
    expect((await api.put('/config', { normalize: null })).body).toEqual({ compatibility: 'FULL' });
    expect((await api.delete('/config')).body).toEqual({ compatibilityLevel: 'FULL' });
    expect((await api.get('/config/')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
  });

  it('is also the config of the default context', async () => {
    await api.put('/config/:.:', { compatibility: 'NONE' });
    expect((await api.get('/config')).body).toEqual({ compatibilityLevel: 'NONE' });
  });

  it('refuses words that are no level, no policy, no rule set', async () => {
    expect((await api.put('/config', { compatibility: 'SIDEWAYS' })).body).toEqual({
      error_code: 42203,
      message:
        'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
    });
    expect((await api.put('/config', { compatibilityPolicy: 'HARSH' })).body).toMatchObject({
      error_code: 42203,
    });
    expect((await api.put('/config', { defaultRuleSet: { domainRules: [{}] } })).body).toMatchObject({
      error_code: 42210,
    });
    expect((await api.put('/config', { compatibility: 7 })).status).toBe(400);
    expect((await api.get('/config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
  });
});

describe("a subject's config", () => {
  it('answers 40408 until it is set, the global one when asked for', async () => {
    expect((await api.get('/config/a')).body).toEqual({
      error_code: 40408,
      message: "Subject 'a' does not have subject-level compatibility configured",
    });
    await api.put('/config', { compatibility: 'FULL', alias: 'x' });
    expect((await api.get('/config/a?defaultToGlobal=true')).body).toEqual({
      compatibilityLevel: 'FULL',
      alias: 'x',
    });
    expect((await api.delete('/config/a')).body).toMatchObject({ error_code: 40401 });
    expect((await api.put('/config/__GLOBAL', {})).body).toMatchObject({ error_code: 42208 });
  });

  it('without a level has the default one, and takes from the global one what concerns checking', async () => {
    await api.put('/config', { compatibility: 'FULL', compatibilityPolicy: 'lenient', alias: 'x' });
    await api.put('/config/a', { validateFields: true });
    expect((await api.get('/config/a')).body).toEqual({
      compatibilityLevel: 'BACKWARD',
      validateFields: true,
    });
    expect((await api.get('/config/a?defaultToGlobal=true')).body).toEqual({
      compatibilityLevel: 'BACKWARD',
      compatibilityPolicy: 'LENIENT',
      validateFields: true,
    });
    expect((await api.delete('/config/a')).body).toEqual({
      compatibilityLevel: 'BACKWARD',
      validateFields: true,
    });
  });

  it('decides what may be registered', async () => {
    const open = (names: Record<string, string>) => ({ ...closed(names), additionalProperties: undefined });
    await api.register('a', open({ x: 'string' }));
    const wider = jsonSchema(open({ x: 'string', y: 'string' }));
    expect((await api.post('/subjects/a/versions', wider)).status).toBe(409);
    await api.put('/config/a', { compatibilityPolicy: 'LENIENT' });
    expect((await api.post('/subjects/a/versions', wider)).status).toBe(200);
  });

  it('is refused in read-only mode', async () => {
    await api.put('/config/a', { compatibility: 'FULL' });
    await api.put('/mode/a', { mode: 'READONLY' });
    expect((await api.put('/config/a', {})).body).toMatchObject({ error_code: 42205 });
    expect((await api.delete('/config/a')).body).toMatchObject({ error_code: 42205 });
    expect((await api.put('/config', {})).status).toBe(200);
    await api.put('/mode', { mode: 'READONLY' });
    expect((await api.put('/config', {})).body).toMatchObject({ error_code: 42205 });
  });
});

describe('what config adds to registrations', () => {
  it('is metadata and rules, as defaults under the request and as overrides over it', async () => {
    await api.put('/config/a', {
      defaultMetadata: { properties: { team: 'default', tier: '1' } },
      overrideMetadata: { properties: { audited: 'yes' } },
      defaultRuleSet: { domainRules: [{ name: 'd', type: 'CEL' }] },
      overrideRuleSet: { domainRules: [{ name: 'o', type: 'CEL' }] },
    });
    const metadata = { properties: { team: 'mine', audited: 'no' } };
    const ruleSet = { domainRules: [{ name: 'own', type: 'CEL' }] };
    const body = { ...jsonSchema({ type: 'string' }), metadata, ruleSet };
    expect((await api.post('/subjects/a/versions', body)).body).toEqual({ id: 1 });
    const stored = (await api.get('/subjects/a/versions/1')).body as Record<string, unknown>;
    expect(stored['metadata']).toEqual({ properties: { audited: 'yes', team: 'mine', tier: '1' } });
    const rules = stored['ruleSet'] as { domainRules: { name: string }[] };
    expect(rules.domainRules.map(({ name }) => name)).toEqual(['d', 'own', 'o']);
    // The same request again is the same schema.
    expect((await api.post('/subjects/a/versions', body)).body).toEqual({ id: 1 });
    expect((await api.get('/subjects/a/versions')).body).toEqual([1]);
    const listed = (await api.get('/schemas?ruleType=CEL')).body as unknown[];
    expect(listed).toHaveLength(1);
    expect((await api.get('/schemas?ruleType=OTHER')).body).toEqual([]);
  });

  it('is inherited from the latest version when a request says nothing', async () => {
    await api.put('/config/a', { compatibility: 'NONE' });
    const metadata = { properties: { owner: 'me' }, tags: { '**.ssn': ['PII'] }, sensitive: ['owner'] };
    const ruleSet = { migrationRules: [{ name: 'm', mode: 'UPDOWN', type: 'JSONATA', expr: 'e' }] };
    await api.post('/subjects/a/versions', { ...jsonSchema({ type: 'string' }), metadata, ruleSet });
    await api.register('a', { type: 'number' });
    const second = (await api.get('/subjects/a/versions/2')).body;
    expect(second).toMatchObject({
      metadata,
      ruleSet: { migrationRules: [{ name: 'm', kind: 'TRANSFORM' }] },
    });
  });
});

describe('metadata and rules', () => {
  it('may have null for what they leave out, as some clients send it', async () => {
    const body = {
      ...jsonSchema({ type: 'string' }),
      references: null,
      metadata: { tags: null, properties: { owner: 'me' }, sensitive: null },
      ruleSet: {
        migrationRules: null,
        domainRules: [
          { name: 'r', type: 'CEL', doc: null, kind: null, mode: null, tags: null, params: null },
        ],
        enableAt: null,
      },
    };
    expect((await api.post('/subjects/a/versions', body)).body).toEqual({ id: 1 });
    expect((await api.get('/subjects/a/versions/1')).body).toMatchObject({
      metadata: { properties: { owner: 'me' } },
      ruleSet: {
        domainRules: [{ name: 'r', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'CEL', disabled: false }],
      },
    });
  });
});

describe('an alias', () => {
  it('makes requests for one subject mean another', async () => {
    await api.register('real', { type: 'string' });
    await api.put('/config/also', { alias: 'real' });
    expect((await api.get('/subjects/also/versions/1')).body).toMatchObject({ subject: 'real' });
    expect((await api.post('/subjects/also', jsonSchema({ type: 'string' }))).body).toMatchObject({
      subject: 'real',
    });
    await api.register('also', { type: ['string', 'null'] });
    expect((await api.get('/subjects/real/versions')).body).toEqual([1, 2]);
    expect((await api.get('/subjects')).body).toEqual(['real']);
    expect((await api.get('/schemas/ids/1/versions?subject=also')).body).toEqual([
      { subject: 'real', version: 1 },
    ]);
  });
});

describe('reserved fields and compatibility groups', () => {
  it('keep a field from coming back, even without a compatibility level', async () => {
    await api.put('/config/a', { validateFields: true, compatibility: 'NONE' });
    const reserving = { metadata: { properties: { 'confluent:reserved': 'old, older' } } };
    await api.post('/subjects/a/versions', { ...jsonSchema(closed({ x: 'string' })), ...reserving });
    const back = {
      ...jsonSchema(closed({ old: 'string' })),
      metadata: { properties: { 'confluent:reserved': 'old' } },
    };
    expect((await api.post('/compatibility/subjects/a/versions?verbose=true', back)).body).toEqual({
      is_compatible: false,
      messages: [
        "The new schema has reserved field older removed from its metadata which is present in the old schema's metadata.",
        'The new schema has field that conflicts with the reserved field old.',
        "{validateFields: 'true', compatibility: 'NONE'}",
      ],
    });
  });

  it('let versions of another group alone', async () => {
    await api.put('/config/a', { compatibilityGroup: 'major' });
    const at = (major: string, type: string) => ({
      ...jsonSchema({ type }),
      metadata: { properties: { major } },
    });
    expect((await api.post('/subjects/a/versions', at('1', 'string'))).status).toBe(200);
    expect((await api.post('/subjects/a/versions', at('1', 'number'))).status).toBe(409);
    expect((await api.post('/subjects/a/versions', at('2', 'number'))).status).toBe(200);
    expect((await api.post('/subjects/a/versions', at('1', 'null'))).status).toBe(409);
  });
});

it('keeps no field that it does not know', async () => {
  expect(
    (await api.put('/config', { fancy: { a: 1 }, compatibilityLevel: 'NONE', normalize: true })).status,
  ).toBe(200);
  expect(await api.app.store.config({ kind: 'global' })).toEqual({ normalize: true });
});
