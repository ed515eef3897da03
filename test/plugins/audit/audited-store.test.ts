import { expect, it } from 'vitest';
import { noTrail } from '../../../src/audit/no-trail.ts';
import { auditedStore } from '../../../src/plugins/audit/audited-store.ts';
import { changeEvents } from '../../../src/plugins/audit/change-events.ts';
import { globalScope } from '../../../src/registry/settings.ts';
import type { Store } from '../../../src/registry/store.ts';
import { RecordingTrail } from '../../helpers/recording-trail.ts';

it('hands every call but commits on as it comes', async () => {
  const calls: [string, unknown[]][] = [];
  const echo = new Proxy({} as Store, {
    get:
      (_target, name) =>
      async (...args: unknown[]) =>
        void calls.push([String(name), args]),
  });
  const store = auditedStore(echo, new RecordingTrail());
  const names = Object.keys(store).filter((name) => name !== 'commit');
  const wanted: [string, unknown[]][] = [];
  for (const name of names) {
    const method = Reflect.get(store, name) as (...args: unknown[]) => Promise<unknown>;
    const args = ['a', 'b'].slice(0, method.length);
    wanted.push([name, args]);
    await method(...args);
  }
  expect(names.length).toBeGreaterThan(15);
  expect(calls).toEqual(wanted);
  expect(auditedStore(echo, noTrail)).toBe(echo);
});

it('tells of nothing that was not there and is not there now', () => {
  const write = { kind: 'set-mode', scope: globalScope, mode: undefined } as const;
  expect(changeEvents([{ write }], [])).toEqual([]);
  const property = { kind: 'set-property', name: 'x', value: 'y' } as const;
  expect(changeEvents([{ write: property }], [])).toEqual([]);
});
