import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Answer, type Api, startApi } from '../helpers/api.ts';
import { propertyRuns } from '../helpers/property-runs.ts';
import {
  type Expected,
  type ModelContent,
  type Operation,
  RegistryModel,
} from '../helpers/registry-model.ts';

const longestRun = 60;

const subject = fc.constantFrom('a', 'a', 'b');
const scope = fc.option(subject, { nil: undefined, freq: 3 });
const version = fc.integer({ min: 1, max: 5 });
const versionOrLatest = fc.oneof(version, fc.constant('latest' as const));
const deleted = fc.boolean();
const permanent = fc.boolean();
const content: fc.Arbitrary<ModelContent> = fc
  .record(
    {
      name: fc.constantFrom('x', 'y', 'z'),
      type: fc.oneof(
        { weight: 2, arbitrary: fc.constant('string' as const) },
        { weight: 1, arbitrary: fc.constant('integer' as const) },
      ),
      reference: fc.option(fc.record({ subject, version: fc.integer({ min: 1, max: 2 }) }), {
        nil: undefined,
        freq: 3,
      }),
    },
    { requiredKeys: ['name', 'type'] },
  )
  .map(withOwnName);

/** A schema without references is also taken for one that has them and the same text; names keep them apart. */
function withOwnName(given: ModelContent): ModelContent {
  return given.reference ? { ...given, name: `${given.name} referring` } : given;
}

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ kind: fc.constant('register' as const), subject, content }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('look up' as const), subject, content, deleted }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('read' as const), subject, version: versionOrLatest, deleted }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('list' as const), subject, deleted }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('referrers' as const), subject, version }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('delete version' as const),
      subject,
      version: versionOrLatest,
      permanent,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete subject' as const), subject, permanent }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('set level' as const),
      scope,
      level: fc.constantFrom(
        'NONE' as const,
        'NONE' as const,
        'FORWARD_TRANSITIVE' as const,
        'BACKWARD' as const,
        'FORWARD_TRANSITIVE' as const,
        'FULL' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset level' as const), scope }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('get level' as const), scope, defaultToGlobal: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('set mode' as const),
      scope,
      mode: fc.constantFrom('READWRITE' as const, 'READWRITE' as const, 'READONLY' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reset mode' as const), scope }) },
);

/** Deletes a subject as clients do it for good, which chance would seldom do on its own. */
const purge: fc.Arbitrary<Operation[]> = subject.map((name) =>
  [false, true].map((permanent): Operation => ({ kind: 'delete subject', subject: name, permanent })),
);
const operations = fc
  .array(
    fc.oneof({ weight: 20, arbitrary: operation.map((each) => [each]) }, { weight: 1, arbitrary: purge }),
    {
      minLength: 1,
      maxLength: longestRun,
      size: 'max',
    },
  )
  .map((lists) => lists.flat());

/** Sends an operation; the run's own names keep it apart from the runs before it. */
function send(api: Api, run: number, given: Operation): Promise<Answer> {
  if ('scope' in given)
    return sendSetting(api, given.scope === undefined ? '' : `/${run}-${given.scope}`, given);
  const path = `/subjects/${run}-${given.subject}`;
  const { kind } = given;
  if (kind === 'register') return api.post(`${path}/versions`, requestFor(run, given.content));
  if (kind === 'look up') return api.post(`${path}?deleted=${given.deleted}`, requestFor(run, given.content));
  if (kind === 'list') return api.get(`${path}/versions?deleted=${given.deleted}`);
  if (kind === 'read') return api.get(`${path}/versions/${given.version}?deleted=${given.deleted}`);
  if (kind === 'referrers') return api.get(`${path}/versions/${given.version}/referencedby`);
  if (kind === 'delete subject') return api.delete(`${path}?permanent=${given.permanent}`);
  return api.delete(`${path}/versions/${given.version}?permanent=${given.permanent}`);
}

function sendSetting(api: Api, path: string, given: Extract<Operation, { scope: unknown }>): Promise<Answer> {
  const { kind } = given;
  if (kind === 'set level') return api.put(`/config${path}`, { compatibility: given.level });
  if (kind === 'reset level') return api.delete(`/config${path}`);
  if (kind === 'get level') return api.get(`/config${path}?defaultToGlobal=${given.defaultToGlobal}`);
  if (kind === 'set mode') return api.put(`/mode${path}`, { mode: given.mode });
  return api.delete(`/mode${path}`);
}

function requestFor(run: number, { name, type, reference }: ModelContent) {
  const schema = JSON.stringify({ title: `${run} ${name}`, properties: { id: { type } } });
  const references = reference
    ? [{ name: 'r', subject: `${run}-${reference.subject}`, version: reference.version }]
    : [];
  return { schemaType: 'JSON', schema, references };
}

/** The answer in the terms of the model. */
function told(run: number, { status, body }: Answer): Expected {
  const { error_code: code, subject: name, version, id } = (body ?? {}) as Record<string, unknown>;
  if (status !== 200) return { code: String(code).startsWith(String(status)) ? Number(code) : -status };
  if (version === undefined) return { body };
  return { body: { subject: String(name).slice(`${run}-`.length), version, id } };
}

it('gives the ids, versions and refusals that a small model of it gives', async () => {
  const api = await startApi();
  let run = 0;
  let lastId = 0;
  const property = fc.asyncProperty(operations, async (operations) => {
    run += 1;
    await api.delete('/mode?recursive=true');
    await api.delete('/config');
    const model = new RegistryModel(lastId);
    try {
      for (const [index, each] of operations.entries()) {
        const answer = await send(api, run, each);
        expect({ index, ...each, ...told(run, answer) }).toEqual({ index, ...each, ...model.apply(each) });
      }
    } finally {
      ({ lastId } = model);
    }
  });
  await fc.assert(property, propertyRuns(100));
}, 600_000);
