import { describe, expect, it } from 'vitest';
import { mergeRuleSets, type RuleInput, validRuleSet } from '../../../src/registry/rule-set.ts';

const rule: RuleInput = { name: 'check', type: 'CEL' };

describe('a valid rule set', () => {
  it('gets the defaults that clients may leave out', () => {
    expect(validRuleSet({ domainRules: [rule] })).toEqual({
      domainRules: [{ name: 'check', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'CEL', disabled: false }],
    });
  });

  it('keeps all that a rule can say, with sets sorted', () => {
    const full: RuleInput = {
      name: 'mask_1',
      doc: 'd',
      kind: 'CONDITION',
      mode: 'UPDOWN',
      type: 'JSONATA',
      tags: ['b', 'a', 'b'],
      params: { y: '1', x: '2' },
      expr: 'e',
      onSuccess: 'a,b',
      onFailure: 'NONE',
      disabled: true,
    };
    const ruleSet = validRuleSet({ migrationRules: [full], encodingRules: [rule], enableAt: 'CLIENT' });
    expect(ruleSet.migrationRules).toEqual([{ ...full, tags: ['a', 'b'], params: { x: '2', y: '1' } }]);
    expect(ruleSet.enableAt).toBe('CLIENT');
    expect(ruleSet.encodingRules).toHaveLength(1);
  });

  it.each<[string, Parameters<typeof validRuleSet>[0], string]>([
    ['without a name', { domainRules: [{ type: 'CEL' }] }, 'needs a name'],
    ['with an empty name', { domainRules: [{ ...rule, name: '' }] }, 'needs a name'],
    ['with a long name', { domainRules: [{ ...rule, name: 'n'.repeat(65) }] }, 'at most 64'],
    ['with a name of odd characters', { domainRules: [{ ...rule, name: 'a b' }] }, 'letter'],
    ['with a name that begins with a digit', { domainRules: [{ ...rule, name: '1a' }] }, 'letter'],
    ['with a name used twice', { domainRules: [rule], encodingRules: [rule] }, 'duplicate name'],
    ['without a type', { domainRules: [{ name: 'a' }] }, 'Missing rule type'],
    ['with a domain rule for upgrades', { domainRules: [{ ...rule, mode: 'UPGRADE' }] }, 'WRITE, READ'],
    ['with a migration rule for reads', { migrationRules: [{ ...rule, mode: 'READ' }] }, 'UPGRADE, DOWN'],
    [
      'with two actions for one way',
      { domainRules: [{ ...rule, mode: 'READ', onSuccess: 'a,b' }] },
      'Multiple actions',
    ],
  ])('is not one %s', (_what, input, reason) => {
    expect(() => validRuleSet(input)).toThrow(expect.objectContaining({ code: 42210 }));
    expect(() => validRuleSet(input)).toThrow(reason);
  });
});

describe('merging rule sets', () => {
  it('replaces rules of the same name and keeps the others', () => {
    const under = validRuleSet({ domainRules: [rule, { name: 'old', type: 'CEL' }], enableAt: 'SERVER' });
    const over = validRuleSet({ domainRules: [{ ...rule, expr: 'new' }] });
    const merged = mergeRuleSets(under, over);
    expect(merged?.domainRules?.map(({ name, expr }) => [name, expr])).toEqual([
      ['old', undefined],
      ['check', 'new'],
    ]);
    expect(merged?.enableAt).toBe('SERVER');
    expect(mergeRuleSets(under, undefined)).toBe(under);
    expect(mergeRuleSets(undefined, over)).toBe(over);
  });
});
