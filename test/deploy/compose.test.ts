import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageInfo from '../../package.json' with { type: 'json' };
import { loadConfig } from '../../src/config.ts';
import { withValue } from './kubernetes/changed.ts';

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface Service {
  readonly image: string;
  readonly build: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly stop_grace_period: string;
  readonly mem_limit?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
}

const compose: Compose = parse(readFileSync('deploy/compose.yaml', 'utf8'));

/** What is wrong with a compose file, one sentence each; Compose itself is not asked. */
function faultsOf({ services, volumes }: Compose): readonly string[] {
  return Object.values(services).flatMap((service) => {
    const loaded = loadConfig(service.environment);
    const grace = Number.parseInt(service.stop_grace_period, 10) * 1000;
    return [
      ...(loaded.ok ? [] : loaded.problems),
      ...(loaded.ok && grace <= loaded.config.SHUTDOWN_TIMEOUT_MS + 5000
        ? ['is killed before it has closed']
        : []),
      ...(service.image.endsWith(`:${packageInfo.version}`) ? [] : ['is another version']),
      ...(service.user === '1000:1000' ? [] : ['runs as root']),
      ...(service.read_only ? [] : ['can change itself']),
      ...(service.cap_drop?.includes('ALL') ? [] : ['keeps capabilities']),
      ...(service.security_opt?.includes('no-new-privileges:true') ? [] : ['may gain privileges']),
      ...(service.ports.every((port) => port.startsWith('127.0.0.1:')) ? [] : ['is open to the network']),
      ...(service.mem_limit ? [] : ['may take all memory']),
      ...(service.healthcheck?.test.some((word) => word.includes('/health/ready')) ? [] : ['is never ready']),
      ...service.volumes
        .filter((one) => !((one.split(':')[0] ?? '') in volumes))
        .map((one) => `no volume ${one}`),
    ];
  });
}

describe('the compose file', () => {
  it('is without fault', () => {
    expect(faultsOf(compose)).toEqual([]);
  });

  it.each([
    ['environment.SHUTDOWN_TIMEOUT_MS', '60000', 'is killed before it has closed'],
    [
      'environment.SHUTDOWN_TIMEOUT_MS',
      'soon',
      'SHUTDOWN_TIMEOUT_MS is "soon"; expected a whole number from 1.',
    ],
    ['image', 'schemagate:latest', 'is another version'],
    ['user', undefined, 'runs as root'],
    ['read_only', false, 'can change itself'],
    ['cap_drop', [], 'keeps capabilities'],
    ['security_opt', [], 'may gain privileges'],
    ['ports', ['8081:8081'], 'is open to the network'],
    ['mem_limit', undefined, 'may take all memory'],
    ['healthcheck', undefined, 'is never ready'],
    ['volumes', ['other:/data'], 'no volume other:/data'],
  ])('is not, with %s being %j', (path, value, fault) => {
    expect(faultsOf(withValue(compose, `services.schemagate.${path}`, value))).toEqual([fault]);
  });
});
