import { expect, it } from 'vitest';
import { clientOf } from '../../../src/plugins/rate-limit/client.ts';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3::4', '2001:db8:1:2::'],
  ['2001:db8:1:2:ffff::', '2001:db8:1:2::'],
  ['2001:db8:1:3::', '2001:db8:1:3::'],
  [undefined, ''],
])('%s is counted as %s', (ip, client) => {
  expect(clientOf({ ip })).toBe(client);
  expect(clientOf({ ip })).toBe(client);
});

it('tells clients apart however many there are', () => {
  for (let number = 0; number < 3000; number += 1) {
    const subnet = `2001:db8:${number.toString(16)}`;
    expect(clientOf({ ip: `${subnet}::1` })).toBe(number === 0 ? '2001:db8::' : `${subnet}::`);
  }
});
