import { describe, expect, it } from 'vitest';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { dumpRules } from './dump-rules.ts';
import { durabilityRules } from './durability-rules.ts';
import { guardRules } from './guard-rules.ts';
import { listRules } from './list-rules.ts';
import { outboxRules } from './outbox-rules.ts';
import type { Deviation } from './rule.ts';
import { schemaRules } from './schema-rules.ts';
import { settingRules } from './setting-rules.ts';
import { successionRules } from './succession-rules.ts';
import { versionRules } from './version-rules.ts';

const rules = [
  ...schemaRules,
  ...versionRules,
  ...listRules,
  ...settingRules,
  ...guardRules,
  ...successionRules,
  ...durabilityRules,
  ...dumpRules,
  ...outboxRules,
];

/** What makes an engine a store: every rule of `Store`, each run on a new store, which `open` makes in the test. */
export function describeStoreContract(
  engine: string,
  open: () => Promise<OpenedStore>,
  deviations: readonly Deviation[],
): void {
  const reasons = new Map(deviations.map(({ test, reason }) => [test, reason]));

  describe(`the store contract, kept by ${engine}`, () => {
    it.for(rules)('$name', async (rule, { skip }) => {
      expect.hasAssertions();
      const reason = reasons.get(rule.name);
      skip(reason !== undefined, reason);
      const opened = await open();
      try {
        await rule.run(opened);
      } finally {
        await opened.dispose();
      }
    });
  });

  describe(`the deviations of ${engine}`, () => {
    it('name rules that exist, each once', () => {
      const names = rules.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
      expect(names).toEqual(expect.arrayContaining([...reasons.keys()]));
      expect(reasons.size).toBe(deviations.length);
    });
  });
}
