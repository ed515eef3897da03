import { expect, it } from 'vitest';
import { CachingPolicy } from '../../src/plugins/caching.ts';

it('with access control no cache but the own one of a client may keep an answer', () => {
  let isPrivate = false;
  const policy = new CachingPolicy({ isPrivate: () => isPrivate, varying: ['Accept-Encoding'] });
  const { immutable, revalidate, vary } = policy;
  expect({ immutable, revalidate, vary }).toEqual({
    immutable: 'public, max-age=31536000, immutable',
    revalidate: 'no-cache',
    vary: 'Accept, Confluent-Accept-Unknown-Properties, Accept-Encoding',
  });
  isPrivate = true;
  expect(policy.immutable).toBe('private, max-age=31536000, immutable');
  expect(policy.revalidate).toBe('private, no-cache');
  expect(policy.vary).toBe(`${vary}, Authorization, X-API-Key`);
});
