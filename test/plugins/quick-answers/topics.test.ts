import { expect, it } from 'vitest';
import {
  anything,
  subjectList,
  topicsOf,
  topicsOfChange,
  type topicsOfScopes,
} from '../../../src/plugins/quick-answers/topics.ts';
import type { Version } from '../../../src/registry/schema.ts';
import { globalScope, subjectScope } from '../../../src/registry/settings.ts';

it('names what an answer was made from', () => {
  expect(topicsOf(['a', 'a'])).toEqual(['a']);
  expect(topicsOf([':.:a', 'b'])).toEqual(['a', 'b']);
  expect(topicsOf([])).toEqual([]);
  expect(topicsOf('subject list')).toEqual([subjectList]);
  expect(topicsOf('anything')).toEqual([anything]);
});

it('names what a change alters: what its guards protect, and what it writes', () => {
  const guard = (scope: Parameters<typeof topicsOfScopes>[0][number], changes: boolean) => {
    return { scope, revision: 0, changes } as const;
  };
  const removal = { kind: 'remove-versions', subject: 'b', versions: [1 as Version] } as const;
  const unread = [guard(globalScope, false), guard(subjectScope('c'), false)];
  const referrers = guard({ kind: 'referrers', subject: 'd' }, true);
  const guards = [...unread, guard(subjectScope('a'), true), referrers];
  expect(topicsOfChange({ guards, writes: [removal] })).toEqual([subjectList, anything, 'a', 'b']);
  const setting = { kind: 'set-mode', scope: subjectScope('a'), mode: undefined } as const;
  expect(topicsOfChange({ guards: [], writes: [setting] })).toEqual([subjectList, anything, 'a']);
  const global = { kind: 'set-config', scope: globalScope, config: {} } as const;
  expect(topicsOfChange({ guards: [], writes: [setting, global] })).toBeUndefined();
  expect(topicsOfChange({ guards: [guard(globalScope, true)], writes: [] })).toBeUndefined();
  const property = { kind: 'set-property', name: 'n', value: 'v' } as const;
  expect(topicsOfChange({ guards: unread, writes: [property] })).toEqual([]);
});
