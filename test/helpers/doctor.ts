import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import type { Check } from '../../src/doctor/check.ts';
import { contextOf } from '../../src/doctor/context.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import type { Machine } from '../../src/doctor/machine.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export const anyMachine: Machine = {
  now: Date.now,
  nodeVersion: '24.21.0',
  uid: 1000,
  openFiles: 65_536,
  memory: undefined,
};

export interface Examined {
  readonly settings?: Readonly<Record<string, string>>;
  readonly machine?: Partial<Machine>;
  /** Milliseconds. Default 20 000: longer than any test waits. */
  readonly patience?: number;
}

/** What a check finds with these settings; without `DATA_DIR` in a directory that is not there yet. */
export async function findingOf(
  check: Check,
  { settings = {}, machine = {}, patience = 20_000 }: Examined = {},
): Promise<Finding> {
  const loaded = loadConfig({ DATA_DIR: join(temporaryDirectory(), 'data'), SCHEMA_DIR: '', ...settings });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), patience);
  try {
    return await check.run(
      contextOf({
        config: loaded.config,
        machine: { ...anyMachine, ...machine },
        patience,
        signal: over.signal,
      }),
    );
  } finally {
    clearTimeout(timer);
  }
}
