import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { isInstalled } from '../judge.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const maxBytes = 65_536;
const keep = 2;
const config = 'deploy/logrotate/schemagate';

/** Logs in files are rotated, by the service or by logrotate. */
export const row: Row = {
  id: 'log-rotation',
  group: 'operations',
  title: 'Logs in files are rotated by size, old ones removed, by the service itself and by logrotate',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const problems = await problemsOfService(candidate);
    const tool = isInstalled('logrotate');
    if (tool) problems.push(...(await problemsOfTool(candidate)));
    return judged(
      problems,
      `the newest file and ${keep} earlier ones stay, none over ${maxBytes} bytes, no line divided; ${tool ? 'logrotate rotates with the file shipped' : 'logrotate is not here'}`,
    );
  },
  breaks: () => ({
    reason: /^(?:[4-9]|\d\d) files/,
    edits: {
      'src/plugins/logging/rotating-file.ts': replaced(
        'unlinkSync(join(dirname(path), name));',
        'void name;',
      ),
    },
  }),
};

async function problemsOfService(candidate: Candidate): Promise<string[]> {
  const folder = candidate.folder();
  const service = await candidate.start({
    LOG_FILE: join(folder, 'service.log'),
    LOG_FILE_MAX_BYTES: String(maxBytes),
    LOG_FILE_KEEP: String(keep),
    RATE_LIMIT_MAX: '0',
  });
  // Some 300 bytes each: enough for several files.
  for (let round = 0; round < 12; round += 1)
    await Promise.all(Array.from({ length: 100 }, async () => (await service.ask('/subjects')).text()));
  service.signal('SIGTERM');
  await service.ended;
  const names = readdirSync(folder);
  const problems =
    names.length === keep + 1 ? [] : [`${names.length} files, when ${keep} earlier ones are to stay`];
  for (const name of names) {
    const { size, mode } = statSync(join(folder, name));
    if (size > maxBytes) problems.push(`${name} has ${size} bytes`);
    if ((mode & 0o077) !== 0) problems.push(`others may read ${name}`);
    const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
    if (lines.some((line) => !/^\{.*\}$/.test(line))) problems.push(`${name} has a divided line`);
  }
  return problems;
}

/** The file for logrotate, with a log of this user's own in the place of the service's. */
async function problemsOfTool(candidate: Candidate): Promise<string[]> {
  const folder = candidate.folder();
  const log = join(folder, 'schemagate.log');
  const own = candidate
    .read(config)
    .replace('/var/log/schemagate/schemagate.log', log)
    .replace(/^ *su .*\n/m, '');
  writeFileSync(log, '{"msg":"old"}\n');
  writeFileSync(join(folder, 'config'), own, { mode: 0o644 });
  const { code, output } = await candidate.run('logrotate', [
    '--force',
    '--state',
    join(folder, 'state'),
    join(folder, 'config'),
  ]);
  const problems: string[] = [];
  if (code !== 0 || !readdirSync(folder).includes('schemagate.log.1'))
    problems.push(`logrotate ended with ${code}: ${output.trim()}`);
  else if (statSync(log).size !== 0) problems.push('logrotate does not empty the file that is written to');
  return problems;
}
