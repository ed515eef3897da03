import { expect, it } from 'vitest';
import { eventText } from '../../../src/audit/event-text.ts';

const event = { event: 'x', outcome: 'success', actor: 'key:1' } as const;

function written(more: object): Record<string, unknown> {
  return JSON.parse(`{${eventText({ ...event, ...more }, 0)}}`) as Record<string, unknown>;
}

it('writes what there is, in one order', () => {
  expect(eventText(event, 0)).toBe(
    '"time":"1970-01-01T00:00:00.000Z","event":"x","outcome":"success","actor":"key:1"',
  );
  expect(Object.keys(written({ details: {}, requestId: 'r', address: '::1' }))).toEqual([
    'time',
    'event',
    'outcome',
    'actor',
    'address',
    'requestId',
    'details',
  ]);
});

it('stays in one line, whatever is in it', () => {
  const text = eventText({ ...event, actor: 'a\n{"seq":1}\u2028', details: { '\r\n': '\u0000' } }, 0);
  expect(text).toMatch(/^[\x20-\x7e\u2028]*$/);
});

it('stays short', () => {
  expect(written({ actor: 'x'.repeat(1000) })['actor']).toBe(`${'x'.repeat(512)}…`);
  expect(written({ details: { list: Array.from({ length: 5000 }, () => 1) } })['details']).toEqual({
    tooLong: 10_010,
  });
});

it('stands still for a name and a member that are odd', () => {
  expect(written({ details: { password: 7, '': null } })['details']).toEqual({ password: 7, '': null });
});

it('takes details that are no JSON', () => {
  const details: Record<string, unknown> = {};
  details['self'] = details;
  expect(written({ details })['details']).toEqual({ unreadable: true });
});

it('holds no secret that has the form or the name of one', () => {
  const details = {
    url: 'postgres://user:pa55@db.test/x?sslkey=1&password=pa55',
    deep: { token: 'pa55', cookie: 'pa55', list: [{ API_KEY: 'pa55' }], secrets: ['pa55'] },
    password: '',
    keyId: 'k1',
  };
  expect(written({ details, actor: 'https://me:pa55@x.test' })).toMatchObject({
    actor: 'https://[Redacted]@x.test',
    details: {
      url: 'postgres://[Redacted]@db.test/x?sslkey=1&password=[Redacted]',
      deep: {
        token: '[Redacted]',
        cookie: '[Redacted]',
        list: [{ API_KEY: '[Redacted]' }],
        secrets: '[Redacted]',
      },
      password: '',
      keyId: 'k1',
    },
  });
});
