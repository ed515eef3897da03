import { expect, it } from 'vitest';
import type { PreparedResponse } from '../../../src/plugins/reply-headers/prepared.ts';
import { KeptResponses } from '../../../src/plugins/schema-responses/kept-responses.ts';
import type { SchemaId } from '../../../src/registry/schema.ts';
import { preparedResponse } from '../../helpers/prepared-response.ts';

const one = 1 as SchemaId;

const response = (etag: string, size = 10) => preparedResponse(etag, size, etag);

it('keeps what was made, until it is told to forget', async () => {
  const kept = new KeptResponses(100);
  const made = await kept.load(one, 'a', () => Promise.resolve(response('x')));
  expect(kept.find(one, 'a')).toBe(made);
  expect(kept.find(one, 'b')).toBeUndefined();
  expect(kept.bytes).toBe(10);
  kept.forget([one]);
  expect(kept.find(one, 'a')).toBeUndefined();
});

it('does not keep what was being made while the schema changed', async () => {
  const kept = new KeptResponses(100);
  const reading = Promise.withResolvers<PreparedResponse>();
  const old = kept.load(one, 'a', () => reading.promise);
  kept.forget([one]);
  const fresh = await kept.load(one, 'a', () => Promise.resolve(response('new')));
  reading.resolve(response('old'));
  expect((await old).etag).toBe('old');
  expect(kept.find(one, 'a')).toBe(fresh);
});

it('keeps what two requests made at once', async () => {
  const kept = new KeptResponses(100);
  await Promise.all(['a', 'b'].map((variant) => kept.load(one, variant, async () => response(variant))));
  expect(['a', 'b'].map((variant) => kept.find(one, variant)?.etag)).toEqual(['a', 'b']);
});

it('passes a failure on and keeps nothing', async () => {
  const kept = new KeptResponses(100);
  await expect(kept.load(one, 'a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(kept.find(one, 'a')).toBeUndefined();
});

it('lets the least used go when there is no more room', async () => {
  const kept = new KeptResponses(100);
  for (const id of [1, 2, 3]) await kept.load(id as SchemaId, 'a', async () => response('x', 40));
  expect(kept.find(one, 'a')).toBeUndefined();
  expect(kept.find(3 as SchemaId, 'a')).toBeDefined();
  expect(kept.bytes).toBe(80);
});

it('keeps one response for all variants that have the same, and no more than it should', async () => {
  const kept = new KeptResponses(100_000);
  const { heads } = response('x');
  const bodies = ['text', 'text', Buffer.from('bytes'), Buffer.from('bytes'), 'other'];
  for (const [index, body] of bodies.entries()) {
    await kept.load(one, `variant ${index}`, async () => ({ ...response('x', 1000), heads, body }));
  }
  const found = bodies.map((_body, index) => kept.find(one, `variant ${index}`));
  expect(new Set(found).size).toBe(3);
  expect(found[0]).toBe(found[1]);
  expect(found[2]).toBe(found[3]);
  expect(kept.bytes).toBeGreaterThan(3000);
  expect(kept.bytes).toBeLessThan(4000);
  for (let index = 0; index < 40; index++) {
    await kept.load(one, `another ${index}`, async () => response(`${index}`));
  }
  expect(kept.find(one, 'another 28')).toBeDefined();
  expect(kept.find(one, 'another 29')).toBeUndefined();
});
