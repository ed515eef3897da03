import { expect, it } from 'vitest';
import { noTrail } from '../../../src/audit/no-trail.ts';
import { auditedStore } from '../../../src/plugins/audit/audited-store.ts';
import { changeEvents } from '../../../src/plugins/audit/change-events.ts';
import { globalScope } from '../../../src/registry/settings.ts';
import { RecordingTrail } from '../../helpers/recording-trail.ts';
import { callStore, echoingStore, storeCalls } from '../../helpers/store-calls.ts';

it('hands every call but commits on as it comes', async () => {
  const { store: echo, asked } = echoingStore();
  const store = auditedStore(echo, new RecordingTrail());
  const others = storeCalls.filter(([name]) => name !== 'commit');
  for (const [name, values] of others) expect(await callStore(store, name, values)).toBe(name);
  expect(asked).toEqual(others);
  expect(auditedStore(echo, noTrail)).toBe(echo);
});

it('tells of nothing that was not there and is not there now', () => {
  const write = { kind: 'set-mode', scope: globalScope, mode: undefined } as const;
  expect(changeEvents([{ write }], [])).toEqual([]);
  const property = { kind: 'set-property', name: 'x', value: 'y' } as const;
  expect(changeEvents([{ write: property }], [])).toEqual([]);
});
