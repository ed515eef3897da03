import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenFeature, ProviderStatus } from '@openfeature/server-sdk';
import { expect, it, onTestFinished, vi } from 'vitest';
import { FeatureFlags, type FlagListeners } from '../../../src/flags/feature-flags.ts';
import { FlagProvider, type FlagProviderOptions } from '../../../src/flags/flag-provider.ts';
import { flags } from '../../../src/flags/flags.ts';
import { directoryOf } from '../../helpers/files.ts';

const fileOf = (text: string) => join(directoryOf({ 'flags.yaml': text }), 'flags.yaml');

async function open(options: Partial<FlagProviderOptions>) {
  const told = {
    changed: vi.fn<FlagListeners['changed']>(),
    unknown: vi.fn<FlagListeners['unknown']>(),
    refused: vi.fn<FlagListeners['refused']>(),
  };
  const opened = await FeatureFlags.open({ environment: {}, file: '', ...options }, told);
  onTestFinished(() => opened.close());
  const stateOf = (flag: string) => opened.list().find(({ name }) => name === flag);
  return { opened, told, stateOf };
}

it('come from the environment, else from the file, else by default', async () => {
  const { opened, stateOf } = await open({
    environment: { compression: false },
    file: fileOf('compression: true\nquick-lane: false'),
  });
  expect(opened.on).toMatchObject({ compression: false, 'quick-lane': false, 'upstream-reads': true });
  expect(stateOf('compression')).toEqual({
    name: 'compression',
    value: false,
    variant: 'off',
    reason: 'STATIC',
    source: 'environment',
    ...flags.compression,
  });
  expect(stateOf('quick-lane')).toMatchObject({ value: false, reason: 'STATIC', source: 'file' });
  expect(stateOf('upstream-reads')).toMatchObject({ variant: 'on', reason: 'DEFAULT', source: 'default' });
  expect(opened).toMatchObject({
    status: ProviderStatus.READY,
    provider: 'environment-and-file',
    unknown: [],
  });
});

it('without a file there is nothing to read again', async () => {
  const { opened, told } = await open({});
  opened.reload();
  expect(opened.status).toBe(ProviderStatus.READY);
  expect(told.refused).not.toHaveBeenCalled();
});

it.each([
  ['compression: perhaps', 'compression is "perhaps"; expected true or false'],
  ['compresion: false', 'compresion: no such flag; there are quick-lane, compression,'],
])('are not opened on a file that says %j', async (text, message) => {
  await expect(open({ file: fileOf(text) })).rejects.toThrow(message);
});

it('follow the file, keep what they were while it is broken, and tell each thing once', async () => {
  const file = fileOf('{}');
  const { opened, told, stateOf } = await open({ file, environment: { 'upstream-reads': true } });
  const reread = (text: string) => {
    writeFileSync(file, text);
    opened.reload();
  };
  reread('compression: false\nupstream-reads: false\nquick-lane: true');
  await expect.poll(() => opened.on.compression).toBe(false);
  const change = { flag: 'compression', before: true, after: false, source: 'file' };
  expect(told.changed.mock.calls).toEqual([[[change]]]);
  expect(stateOf('quick-lane')).toMatchObject({ value: true, source: 'file' });
  expect(stateOf('upstream-reads')).toMatchObject({ value: true, source: 'environment' });

  reread('compression: {');
  opened.reload();
  await expect.poll(() => told.refused.mock.calls).toEqual([[expect.stringContaining("can't be read")]]);
  expect(opened).toMatchObject({ status: ProviderStatus.STALE, on: { compression: false } });
  expect(opened.problem).toContain(file);
  rmSync(file);
  opened.reload();
  await expect.poll(() => told.refused.mock.calls).toHaveLength(2);

  reread('compression: false\nupstream-reads: false\nquick-lane: true');
  expect(opened).toMatchObject({ status: ProviderStatus.READY, problem: undefined });
  reread('compression: true\nnext: true');
  await expect.poll(() => told.unknown.mock.calls).toEqual([[['next']]]);
  expect(told.changed).toHaveBeenLastCalledWith([{ ...change, before: false, after: true }]);
  expect(opened.unknown).toEqual(['next']);
  opened.reload();
  reread('{}');
  await expect.poll(() => stateOf('compression')?.source).toBe('default');
  expect(told.unknown).toHaveBeenCalledTimes(1);
  expect(told.changed).toHaveBeenCalledTimes(2);
});

it('are of one service, and their provider is let go with it', async () => {
  const first = await open({ environment: { compression: false } });
  const second = await open({});
  expect([first.opened.on.compression, second.opened.on.compression]).toEqual([false, true]);
  await first.opened.close();
  first.opened.reload();
  expect(second.opened.status).toBe(ProviderStatus.READY);
});

it('are true or false to any client of the SDK, and there are no others', async () => {
  const domain = 'another client';
  await OpenFeature.setProviderAndWait(domain, new FlagProvider({ environment: {}, file: '' }));
  const client = OpenFeature.getClient(domain);
  expect(await client.getBooleanDetails('compression', false)).toMatchObject({
    value: true,
    reason: 'DEFAULT',
  });
  const mismatch = { reason: 'ERROR', errorCode: 'TYPE_MISMATCH' };
  expect(await client.getStringDetails('compression', 'a')).toMatchObject({ value: 'a', ...mismatch });
  expect(await client.getNumberDetails('compression', 1)).toMatchObject({ value: 1, ...mismatch });
  expect(await client.getObjectDetails('compression', { a: 1 })).toMatchObject({
    value: { a: 1 },
    ...mismatch,
  });
  const unknown = { value: false, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' };
  expect(await client.getBooleanDetails('next', false)).toMatchObject(unknown);
  expect(await client.getStringDetails('next', '')).toMatchObject({ ...unknown, value: '' });
});
