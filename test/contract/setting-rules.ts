import { expect } from 'vitest';
import type { Config, Mode, SettingsScope } from '../../src/registry/settings.ts';
import { globalScope, subjectScope } from '../../src/registry/settings.ts';
import type { Write } from '../../src/registry/store.ts';
import { add, markDeleted, remove, write } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

const setConfig = (scope: SettingsScope, config: Config | undefined): Write => ({
  kind: 'set-config',
  scope,
  config,
});
const setMode = (scope: SettingsScope, mode: Mode | undefined): Write => ({ kind: 'set-mode', scope, mode });

const fullConfig: Config = {
  alias: 'other',
  normalize: false,
  validateFields: true,
  validateNewSchemas: false,
  validateRules: true,
  compatibilityLevel: 'FULL_TRANSITIVE',
  compatibilityPolicy: 'LENIENT',
  compatibilityGroup: 'major',
  defaultMetadata: { properties: JSON.parse('{"__proto__":"x"}') as Record<string, string> },
  overrideMetadata: { tags: { a: ['b'] } },
  defaultRuleSet: { domainRules: [{ kind: 'CONDITION', mode: 'WRITE', disabled: false }] },
  overrideRuleSet: {},
};

/** Config, mode, properties. */
export const settingRules: readonly Rule[] = [
  {
    name: 'has no settings at first',
    async run({ store }) {
      expect(await store.config(globalScope)).toBeUndefined();
      expect(await store.mode(globalScope)).toBeUndefined();
      expect(await store.config(subjectScope('a'))).toBeUndefined();
      expect(await store.mode(subjectScope('a'))).toBeUndefined();
      expect(await store.subjectsWithMode()).toEqual([]);
      expect(await store.property('p')).toBeUndefined();
    },
  },
  {
    name: 'keeps the config of each scope as given, and removes it',
    async run({ store }) {
      await write(store, setConfig(globalScope, fullConfig), setConfig(subjectScope('a'), {}));
      expect(JSON.stringify(await store.config(globalScope))).toBe(JSON.stringify(fullConfig));
      expect(await store.config(subjectScope('a'))).toEqual({});
      expect(await store.config(subjectScope(''))).toBeUndefined();
      await write(
        store,
        setConfig(globalScope, { normalize: true }),
        setConfig(subjectScope('a'), undefined),
      );
      expect(await store.config(globalScope)).toEqual({ normalize: true });
      expect(await store.config(subjectScope('a'))).toBeUndefined();
    },
  },
  {
    name: 'keeps the mode of each scope, and removes it',
    async run({ store }) {
      await write(store, setMode(globalScope, 'READONLY'), setMode(subjectScope(''), 'IMPORT'));
      expect(await store.mode(globalScope)).toBe('READONLY');
      expect(await store.mode(subjectScope(''))).toBe('IMPORT');
      expect(await store.config(globalScope)).toBeUndefined();
      await write(store, setMode(globalScope, undefined), setMode(subjectScope(''), undefined));
      expect(await store.mode(globalScope)).toBeUndefined();
      expect(await store.mode(subjectScope(''))).toBeUndefined();
    },
  },
  {
    name: 'lists the subjects that have a mode of their own, in order',
    async run({ store }) {
      const subjects = ['b', '\uffff', 'a', '😀', 'gone'];
      await write(store, ...subjects.map((name) => setMode(subjectScope(name), 'READONLY')));
      await write(store, setMode(globalScope, 'READONLY'), setMode(subjectScope('gone'), undefined));
      await write(store, setConfig(subjectScope('only-config'), {}));
      expect(await store.subjectsWithMode()).toEqual(['a', 'b', '😀', '\uffff']);
    },
  },
  {
    name: 'keeps the settings of a subject apart from its versions',
    async run({ store }) {
      await write(
        store,
        add('a', 1, '{}'),
        setConfig(subjectScope('a'), { alias: 'b' }),
        markDeleted('a', [1]),
      );
      await write(store, remove('a', [1]));
      expect(await store.config(subjectScope('a'))).toEqual({ alias: 'b' });
    },
  },
  {
    name: 'keeps properties by name, the last value of each',
    async run({ store }) {
      await write(
        store,
        { kind: 'set-property', name: 'p', value: '1' },
        { kind: 'set-property', name: '__proto__', value: '' },
        { kind: 'set-property', name: 'p', value: 'two 😀' },
      );
      expect(await store.property('p')).toBe('two 😀');
      expect(await store.property('__proto__')).toBe('');
      expect(await store.property('P')).toBeUndefined();
    },
  },
];
