import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { certificateAuthority } from '../../test/helpers/certificates.ts';
import type { Candidate } from '../candidate.ts';
import { configMap, containerSettings, unitSettings } from '../production-settings.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const base = 'deploy/kubernetes/base/deployment.yaml';
const tls = 'deploy/kubernetes/components/tls/deployment.yaml';

/** The settings that are shipped for production start the service, over TLS and closed to strangers. */
export const row: Row = {
  id: 'production-config',
  group: 'deployment',
  title: 'The settings shipped for production start it: over TLS, closed to strangers, without samples',
  risk: 'critical',
  source: 'Mercari production readiness checklist',
  deadlineMs: 90_000,
  probe: async (candidate) =>
    judged(
      [...(await clusterProblems(candidate)), ...(await hostProblems(candidate))],
      'those of deploy/kubernetes: TLS, 401 to strangers, samples left out, plain HTTP refused; those of deploy/systemd: 401 to strangers, metrics for the host alone',
    ),
  breaks: () => ({
    reason: /\/subjects answers 200 \[\] to strangers/,
    edits: { [base]: replaced(/name: AUTH\n(\s+)value: required/, 'name: AUTH\n$1value: none') },
  }),
};

/** As a pod of the overlay for production is set, but for the database. */
async function clusterProblems(candidate: Candidate): Promise<string[]> {
  const folder = candidate.folder();
  const authority = await certificateAuthority();
  const { cert, key } = await authority.issue('localhost');
  const files = { TLS_CERT_FILE: join(folder, 'tls.crt'), TLS_KEY_FILE: join(folder, 'tls.key') };
  writeFileSync(files.TLS_CERT_FILE, cert);
  writeFileSync(files.TLS_KEY_FILE, key);
  chmodSync(files.TLS_KEY_FILE, 0o600);
  const settings = containerSettings(candidate, [base, tls]);
  const flags = join(folder, 'flags.yaml');
  writeFileSync(flags, configMap(candidate, 'deploy/kubernetes/base/flags.yaml')['flags.yaml'] ?? '');
  const problems: string[] = [];
  for (const name of Object.keys(files)) if (!(name in settings)) problems.push(`${name} is not set`);
  const DATA_DIR = join(folder, 'data');
  const words = ['keys', 'create', '--name', 'reader', '--grant', 'reader', '--json'];
  const made = JSON.parse((await candidate.schemagate(words, { DATA_DIR })).output) as { key: string };
  const service = await candidate.start({ ...settings, ...files, FLAGS_FILE: flags, DATA_DIR });
  const at = { host: '127.0.0.1', port: Number(new URL(service.url).port) };
  const ask = async (path: string, headers = {}) => {
    const request = get({ ...at, path, headers, ca: authority.cert, minVersion: 'TLSv1.2' });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return `${response.statusCode} ${await text(response)}`;
  };
  const plain = await once(getHttp({ ...at, path: '/health/live' }), 'response').then(
    ([response]: IncomingMessage[]) => response?.resume().statusCode,
    () => undefined,
  );
  if (plain === 200) problems.push('it answers plain HTTP');
  if (!(await ask('/health/ready')).startsWith('200 ')) problems.push('it is not ready');
  const stranger = await ask('/subjects');
  if (!stranger.startsWith('401 ')) problems.push(`/subjects answers ${stranger} to strangers`);
  const reader = await ask('/subjects', { authorization: `Bearer ${made.key}` });
  if (reader !== '200 []') problems.push(`/subjects answers ${reader} to a key, when nothing was registered`);
  return problems;
}

/** As the unit of systemd is set. */
async function hostProblems(candidate: Candidate): Promise<string[]> {
  const settings = unitSettings(candidate);
  const service = await candidate.start({ ...settings, DATA_DIR: join(candidate.folder(), 'data') });
  const { status } = await service.ask('/subjects');
  const problems: string[] = [];
  if (status !== 401) problems.push(`with the unit's settings /subjects answers ${status} to strangers`);
  if (new URL(service.metricsUrl).hostname !== '127.0.0.1')
    problems.push('metrics are not for the host alone');
  return problems;
}
