import { readNamedGrants } from '../../access/named-grants.ts';
import { openTarget } from '../../backup/open-target.ts';
import type { Config } from '../../config.ts';
import { auditKeys } from '../../jobs/audit-log.ts';
import { s3Access } from '../../jobs/backup-settings.ts';
import { readHostTimeouts } from '../../outbound/host-timeouts.ts';
import { permittedAddresses } from '../../outbound/permitted-addresses.ts';
import { assertUpstreamUrl } from '../../upstream/open-edge.ts';
import { readEndpoints } from '../../webhooks/endpoint.ts';
import type { Check } from '../check.ts';
import { messageOf, ok, problem } from '../finding.ts';

/** What of the settings is read by the parts that they are for; each throws what is wrong. */
const readers: readonly ((config: Config) => unknown)[] = [
  (config) => permittedAddresses(config.OUTBOUND_ALLOW_PRIVATE),
  (config) => readHostTimeouts(config.OUTBOUND_HOST_TIMEOUTS),
  (config) => readEndpoints(config.WEBHOOKS),
  (config) => config.UPSTREAM_URL !== '' && assertUpstreamUrl(config.UPSTREAM_URL),
  (config) => config.AUDIT_LOG !== 'off' && auditKeys(config),
  (config) => config.BACKUP_DIR !== '' && openTarget(config.BACKUP_DIR, s3Access(config)),
  (config) =>
    config.TLS_CLIENT_AUTH !== 'off' && readNamedGrants('CLIENT_CERT_GRANTS', config.CLIENT_CERT_GRANTS),
  readTokenSettings,
  readSchedule,
  readFlags,
];

/** Settings of the right form may still be none that the service can start with. */
export const settings: Check = {
  id: 'settings',
  looksAt: 'every setting, as a start reads it',
  async run({ config }) {
    const complaints: string[] = [];
    for (const read of readers) {
      try {
        await read(config);
      } catch (error) {
        complaints.push(messageOf(error));
      }
    }
    return complaints.length === 0
      ? ok('every setting is one that a start takes')
      : wrongSettings(complaints);
  },
};

/** The problem that settings are refused at a start. */
export function wrongSettings(complaints: readonly string[]) {
  const found = complaints.map((each) => each.replace(/\.$/, '')).join('; ');
  return problem(found, 'correct it: docs/configuration.md says what each setting takes');
}

async function readTokenSettings(config: Config): Promise<void> {
  if (config.OIDC_ISSUER === '') return;
  if (config.OIDC_AUDIENCE === '') throw new Error('OIDC_ISSUER is set, but not OIDC_AUDIENCE');
  const { tokenVerifier } = await import('../../access/token-verifier.ts');
  tokenVerifier({
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
    jwksUri: config.OIDC_JWKS_URI,
    algorithms: config.OIDC_ALGORITHMS.split(',').flatMap((name) => name.trim() || []),
    grantsClaim: config.OIDC_GRANTS_CLAIM,
    grants: readNamedGrants('OIDC_GRANTS', config.OIDC_GRANTS),
    call: () => Promise.reject(new Error('Nobody is called')),
  });
}

async function readSchedule({ BACKUP_SCHEDULE, BACKUP_DIR }: Config): Promise<void> {
  if (BACKUP_SCHEDULE === '') return;
  if (BACKUP_DIR === '') throw new Error('BACKUP_SCHEDULE is set, but not BACKUP_DIR');
  const { longestPause } = await import('../schedule.ts');
  longestPause(BACKUP_SCHEDULE, new Date(0));
}

async function readFlags({ FLAGS_FILE }: Config): Promise<void> {
  if (FLAGS_FILE === '') return;
  const { readFlagFile } = await import('../../flags/flag-file.ts');
  readFlagFile(FLAGS_FILE);
}
