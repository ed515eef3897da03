import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationPage } from '../../scripts/docs/configuration-page.ts';
import { type Config, configSchema, expected, loadConfig, processConfig } from '../../src/config.ts';
import { Type } from '../../src/typebox.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

function configOf(...parameters: Parameters<typeof loadConfig>): Config {
  const result = loadConfig(...parameters);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

function envFile(text: string): string {
  const file = join(temporaryDirectory(), '.env');
  writeFileSync(file, text);
  return file;
}

describe('the configuration', () => {
  it('has a default for every setting', () => {
    const config = configOf({});
    expect(config).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 8081,
      METRICS_HOST: '127.0.0.1',
      METRICS_PORT: 9090,
      DATA_DIR: './data',
      SCHEMA_DIR: './schemas',
      LOG_LEVEL: 'info',
      COMPATIBILITY_LEVEL: 'BACKWARD',
      BODY_LIMIT_BYTES: 1_048_576,
    });
    expect(Object.keys(config)).toEqual(Object.keys(configSchema.properties));
  });

  it('takes values from the environment, in their types', () => {
    const environment = {
      PORT: '0',
      RATE_LIMIT_MAX: '0',
      SCHEMA_DIR: '',
      SOUND_COMPATIBILITY: 'true',
      HOST: '::1',
    };
    expect(configOf(environment)).toMatchObject({
      PORT: 0,
      RATE_LIMIT_MAX: 0,
      SCHEMA_DIR: '',
      SOUND_COMPATIBILITY: true,
      HOST: '::1',
      METRICS_HOST: '::1',
    });
  });

  it('holds nothing else of the environment, and cannot be changed', () => {
    const config = configOf({ PATH: '/bin', SECRET: 'hush' });
    expect(config).not.toHaveProperty('SECRET');
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('fills in from a .env file what the environment does not have', () => {
    const file = envFile('PORT=1234\nLOG_LEVEL="debug" # comment\nHOST=10.0.0.1\n');
    expect(configOf({ HOST: '10.0.0.2' }, { envFile: file })).toMatchObject({
      PORT: 1234,
      LOG_LEVEL: 'debug',
      HOST: '10.0.0.2',
    });
    expect(configOf({}, { envFile: `${file}.missing` }).PORT).toBe(8081);
  });

  it('of this process can be read', () => {
    expect(processConfig()).toHaveProperty('ok', true);
  });
});

describe('a wrong configuration', () => {
  it('lists every bad variable with what was expected', () => {
    const environment = {
      HOST: '',
      PORT: 'http',
      METRICS_PORT: '65536',
      COMPATIBILITY_LEVEL: 'backward',
      SOUND_COMPATIBILITY: 'yes',
      LOG_LEVEL: 'loud',
      RATE_LIMIT_MAX: '-1',
      TRUST_PROXY: 'everyone',
      BODY_LIMIT_BYTES: '1.5',
      MAX_EVENT_LOOP_UTILIZATION: '2',
      KEEP_ALIVE_TIMEOUT_MS: '',
    };
    expect(loadConfig(environment)).toEqual({
      ok: false,
      problems: [
        'HOST is ""; expected text that is not empty.',
        'PORT is "http"; expected a whole number from 0 to 65535.',
        'METRICS_PORT is "65536"; expected a whole number from 0 to 65535.',
        'COMPATIBILITY_LEVEL is "backward"; expected one of NONE, BACKWARD, FORWARD, FULL, BACKWARD_TRANSITIVE, FORWARD_TRANSITIVE, FULL_TRANSITIVE.',
        'SOUND_COMPATIBILITY is "yes"; expected true or false.',
        'BODY_LIMIT_BYTES is "1.5"; expected a whole number from 1.',
        'LOG_LEVEL is "loud"; expected one of trace, debug, info, warn, error, fatal, silent.',
        'RATE_LIMIT_MAX is "-1"; expected a whole number from 0.',
        'TRUST_PROXY is "everyone"; expected true, false, or IP addresses and ranges.',
        'KEEP_ALIVE_TIMEOUT_MS is ""; expected a whole number from 1.',
        'MAX_EVENT_LOOP_UTILIZATION is "2"; expected a number from 0 to 1.',
      ],
    });
  });

  it('knows a database by its scheme, and shows nothing of its address', () => {
    const problem =
      'DATABASE_URL is not what it should be; expected postgres://user:password@host:port/name.';
    expect(loadConfig({ DATABASE_URL: 'mysql://me:secret@db.test/x' })).toEqual({
      ok: false,
      problems: [problem],
    });
    for (const url of ['postgres://db.test/x', 'postgresql://db.test/x', 'socket:/run/postgresql?db=x'])
      expect(loadConfig({ DATABASE_URL: url }).ok).toBe(true);
  });

  it('names values that come from the .env file', () => {
    expect(loadConfig({}, { envFile: envFile('PORT=none\n') })).toMatchObject({
      problems: ['PORT is "none"; expected a whole number from 0 to 65535.'],
    });
  });

  it('says so when the .env file cannot be read', () => {
    expect(loadConfig({}, { envFile: temporaryDirectory() })).toMatchObject({
      ok: false,
      problems: [expect.stringContaining('EISDIR')],
    });
  });
});

describe('docs/configuration.md', () => {
  it('is what the settings say; else run: npm run docs', () => {
    const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page).toBe(configurationPage());
  });

  it('describes any text as such', () => {
    expect(expected(Type.String())).toBe('any text');
  });
});
