import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { guidOf } from '../../../src/registry/identity.ts';
import { toVersion } from '../../../src/registry/version-id.ts';

const text = '{"type":"string"}';
const reference = { name: 'a', subject: 'b', version: toVersion(258) };

/** What RFC 4122 text form does to sixteen bytes. */
function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function md5(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return uuidOf(hash.digest());
}

describe('the guid of content', () => {
  it('is the MD5 of the text alone when there is nothing else', () => {
    expect(guidOf({ text, references: [] })).toBe(md5(text));
  });

  it('takes in references by name, subject and big-endian version, in their order', () => {
    const other = { ...reference, name: 'z' };
    expect(guidOf({ text, references: [reference] })).toBe(md5(text, 'ab', Buffer.from([0, 0, 1, 2])));
    expect(guidOf({ text, references: [reference, other] })).not.toBe(
      guidOf({ text, references: [other, reference] }),
    );
  });

  it('tells no metadata from empty metadata, and sorts what is in it', () => {
    const one = Buffer.of(1);
    expect(guidOf({ text, references: [], metadata: {} })).toBe(md5(text, one));
    const metadata = { tags: { t: ['x'] }, properties: { b: '2', a: '1' }, sensitive: ['s'] };
    expect(guidOf({ text, references: [], metadata })).toBe(md5(text, one, 'tx', 'a1b2', 's'));
  });

  it('takes in the rule set, kind by kind', () => {
    const one = Buffer.of(1);
    const rule = { name: 'n', kind: 'TRANSFORM', mode: 'READ', type: 'T', disabled: true } as const;
    const ruleSet = {
      migrationRules: [{ ...rule, name: 'm', disabled: false }],
      domainRules: [{ ...rule, doc: 'd', tags: ['g'], params: { p: 'v' }, expr: 'e', onSuccess: 's' }],
      enableAt: 'CLIENT',
    };
    expect(guidOf({ text, references: [], ruleSet })).toBe(
      md5(text, one, 'mTRANSFORMREADT', 'ndTRANSFORMREADTgpves', one, 'CLIENT'),
    );
  });
});
