import { describe, expect, it } from 'vitest';
import { keyPattern, keyText, newApiKey, newSecretFor, parseApiKey } from '../../../src/access/api-key.ts';
import { readCredential } from '../../../src/access/credential.ts';
import { grantPattern, grantText, parseGrant } from '../../../src/access/grant-text.ts';
import { digestOf, isDigestOf } from '../../../src/access/key-digest.ts';

const key = newApiKey();
const text = keyText(key);
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('an API key', () => {
  it('is one of its own each time, and one that scanners know', () => {
    const texts = Array.from({ length: 100 }, () => keyText(newApiKey()));
    expect(new Set(texts).size).toBe(100);
    expect(texts.filter((each) => !keyPattern.test(each))).toEqual([]);
    expect(parseApiKey(text)).toEqual(key);
    const other = newSecretFor(key.id);
    expect(other.id).toBe(key.id);
    expect(other.secret).not.toBe(key.secret);
    expect(parseApiKey(keyText(other))).toEqual(other);
  });

  it.each([
    ['', 'nothing'],
    ['sgk_', 'its beginning'],
    [text.slice(0, -1), 'cut off'],
    [`${text}0`, 'too long'],
    [text.replace('sgk_', 'xyz_'), 'of another kind'],
    [text.slice(0, 30) + (text[30] === 'a' ? 'b' : 'a') + text.slice(31), 'with a typing error'],
  ])('is not %j, which is %s', (wrong) => {
    expect(parseApiKey(wrong)).toBeUndefined();
  });

  it('is kept as a digest that fits it alone, another each time', () => {
    const digest = digestOf(key.secret);
    expect(digest).toMatch(/^hmac-sha256\$[\w-]{22}\$[\w-]{43}$/);
    expect(digest).not.toContain(key.secret);
    expect(digestOf(key.secret)).not.toBe(digest);
    expect(isDigestOf(digest, key.secret)).toBe(true);
    expect(isDigestOf(digest, newApiKey().secret)).toBe(false);
    expect(isDigestOf(digest.replace('hmac-sha256', 'plain'), key.secret)).toBe(false);
    expect(isDigestOf('hmac-sha256', key.secret)).toBe(false);
  });
});

describe('a credential', () => {
  it.each([
    ['alone', text],
    ['as Bearer', `Bearer ${text}`],
    ['as bearer', `bearer  ${text}`],
    ['as password of anybody', basic('anything', text)],
    ['as password of nobody', basic('', text)],
    ['as user and password', basic(key.id, key.secret)],
  ])('is a key %s', (_how, shown) => {
    expect(readCredential(shown)).toEqual({ kind: 'key', key });
  });

  it('is a token as Bearer', () => {
    expect(readCredential('Bearer a.b.c')).toEqual({ kind: 'token', token: 'a.b.c' });
  });

  it.each([
    '',
    'nonsense',
    'Bearer sgk_wrong',
    `Digest ${text}`,
    `Negotiate abc`,
    basic(newApiKey().id, key.secret),
    basic(key.id, 'wrong'),
    'Basic ====',
    `Basic ${Buffer.from('no colon').toString('base64')}`,
  ])('is none: %s', (shown) => {
    expect(readCredential(shown)).toEqual({ kind: 'unreadable' });
  });
});

it.each(['reader', 'writer:orders.', 'admin::.ctx:', 'metrics', 'reader:a:b'])(
  'reads the grant %s and writes it again',
  (written) => {
    const grant = parseGrant(written);
    expect(grant && grantText(grant)).toBe(written);
    expect(written).toMatch(new RegExp(grantPattern));
  },
);

it.each(['', 'owner', 'reader:', 'Reader', ':orders', ' reader'])('knows no grant %j', (written) => {
  expect(parseGrant(written)).toBeUndefined();
  expect(written).not.toMatch(new RegExp(grantPattern));
});
