import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainLine, lineHash, readChainLine } from '../../../src/audit/chain.ts';
import { StreamTrail } from '../../../src/audit/stream-trail.ts';
import { verifyAuditLog } from '../../../src/audit/verify.ts';
import { auditFiles, logon, openTrail, recordRuns } from '../../helpers/audit-trails.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const key = 'a key of more than thirty-two characters';
const older = 'an older key of more than thirty-two characters';

function verify(
  path: string,
  keys: readonly string[] = [],
  anchors: { sequence: number; hash: string }[] = [],
) {
  return verifyAuditLog(path, { keys, anchors }).flatMap(({ faults }) =>
    faults.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
  );
}

/** A log of six lines in one file, and that file. */
async function log(options: { key?: string } = {}): Promise<{ directory: string; file: string }> {
  const directory = temporaryDirectory();
  await recordRuns(directory, [5], options);
  return { directory, file: auditFiles(directory)[0] ?? '' };
}

function edit(file: string, change: (lines: string[]) => string[]): void {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${change(lines).join('\n')}\n`);
}

const name = 'audit-1-000000000001.jsonl';

describe('verifying finds', () => {
  it.each<[string, (lines: string[]) => string[], string[]]>([
    ['nothing in a log as it was written', (lines) => lines, []],
    [
      'a changed line',
      (lines) => lines.with(2, (lines[2] ?? '').replace('logon', 'logoff')),
      ['3 this line was changed after it was written, or made with a key: set AUDIT_KEY'],
    ],
    [
      'a line that was changed in its blanks alone',
      (lines) => lines.with(2, (lines[2] ?? '').replace(':', ': ')),
      ['3 this is no line of the chain: damaged, or added by somebody else', '4 line 3 before it is missing'],
    ],
    ['a removed line', (lines) => lines.toSpliced(2, 1), ['3 line 3 before it is missing']],
    ['removed lines', (lines) => lines.toSpliced(2, 2), ['3 lines 3 to 4 before it are missing']],
    [
      'a removed first line',
      (lines) => lines.slice(1),
      ['1 line 1 before it is missing, and no line says that they were retired'],
    ],
    ['a cut end', (lines) => lines.slice(0, -1), ['6 the end is missing: line 6 is gone']],
    ['a longer cut end', (lines) => lines.slice(0, 3), ['4 the end is missing: lines 4 to 6 are gone']],
    [
      'a cut last line',
      (lines) => lines.with(5, (lines[5] ?? '').slice(0, 40)),
      [
        '6 this is no line of the chain: damaged, or added by somebody else',
        '6 the end is missing: line 6 is gone',
      ],
    ],
    [
      'a line there twice',
      (lines) => lines.toSpliced(2, 0, lines[1] ?? ''),
      ['3 line 2 stands behind line 2: moved, or there twice'],
    ],
    [
      'lines in another order',
      (lines) => lines.toSpliced(2, 2, lines[3] ?? '', lines[2] ?? ''),
      [
        '3 line 3 before it is missing',
        '4 line 3 stands behind line 4: moved, or there twice',
        '5 line 4 before it is missing',
      ],
    ],
    [
      'an added line',
      (lines) => lines.toSpliced(2, 0, '{"event":"nothing happened"}'),
      ['3 this is no line of the chain: damaged, or added by somebody else'],
    ],
    [
      'a line that was made anew',
      (lines) => lines.with(2, forged(lines, 2)),
      ['4 line 3 before it is another one than it was when this one was written'],
    ],
    [
      'a last line that was made anew',
      (lines) => lines.with(5, forged(lines, 5)),
      ['6 line 6 is another one than it was'],
    ],
    [
      'an emptied file',
      () => [],
      [
        '1 this is no line of the chain: damaged, or added by somebody else',
        '1 the end is missing: lines 1 to 6 are gone',
      ],
    ],
  ])('%s', async (_what, change, faults) => {
    const { directory, file } = await log();
    edit(file, change);
    expect(verify(directory)).toEqual(faults.map((fault) => `${name}:${fault}`));
  });

  it('a removed file, whichever', async () => {
    const directory = temporaryDirectory();
    const retention = { maxFileBytes: 1, maxFileMs: 0, filesKept: 0 };
    await recordRuns(directory, [0, 0, 0], { retention });
    const [first = '', second = '', third = ''] = auditFiles(directory);
    const without = (file: string) => {
      renameSync(file, `${file}.away`);
      const found = verify(directory);
      renameSync(`${file}.away`, file);
      return found;
    };
    expect(verify(directory)).toEqual([]);
    expect(without(first)).toEqual([
      'audit-1-000000000002.jsonl:1 line 1 before it is missing, and no line says that they were retired',
    ]);
    expect(without(second)).toEqual(['audit-1-000000000003.jsonl:1 line 2 before it is missing']);
    expect(without(third)).toEqual(['audit-1-000000000002.jsonl:3 the end is missing: line 3 is gone']);
    for (const file of [first, second, third]) rmSync(file);
    expect(verify(directory)).toEqual(['audit-1.head:1 the end is missing: lines 1 to 3 are gone']);
  });

  it('a missing or damaged head', async () => {
    const { directory } = await log();
    writeFileSync(join(directory, 'audit-1.head'), 'x');
    expect(verify(directory)).toEqual([
      'audit-1.head:1 it is damaged: nobody can tell whether lines at the end are gone',
    ]);
    rmSync(join(directory, 'audit-1.head'));
    expect(verify(directory)).toEqual([
      'audit-1.head:1 it is missing: nobody can tell whether lines at the end are gone',
    ]);
  });

  it('a log that was made anew, by an anchor noted elsewhere', async () => {
    const { directory, file } = await log();
    const { sequence, hash } = readChainLine(readFileSync(file, 'utf8').split('\n')[3] ?? '') ?? {};
    const anchor = { sequence: sequence ?? 0, hash: hash ?? '' };
    expect(verify(directory, [], [anchor])).toEqual([]);
    rmSync(directory, { recursive: true });
    await recordRuns(directory, [5], { now: () => Date.now() + 60_000 });
    expect(verify(directory)).toEqual([]);
    expect(verify(directory, [], [anchor])).toEqual([`${name}:4 line 4 is another one than it was`]);
    expect(verify(directory, [], [{ sequence: 9, hash: '' }])).toEqual([
      `${name}:7 the end is missing: lines 7 to 9 are gone`,
    ]);
  });
});

/** The line as somebody would make it who changes an event and knows how hashes are made. */
function forged(lines: readonly string[], index: number): string {
  const { sequence, previous } = readChainLine(lines[index] ?? '') ?? { sequence: 0, previous: '' };
  return chainLine('"event":"nothing"', { sequence: sequence - 1, hash: previous }, undefined).text;
}

describe('with a key', () => {
  it('nobody else can make lines', async () => {
    const { directory, file } = await log({ key });
    expect(verify(directory, [key])).toEqual([]);
    expect(verify(directory)[0]).toBe(
      `${name}:1 this line was changed after it was written, or made with a key: set AUDIT_KEY`,
    );
    edit(file, (lines) => lines.with(5, forged(lines, 5)));
    expect(verify(directory, [key])).toEqual([
      `${name}:6 this line was made without a key, unlike those before it`,
      `${name}:6 line 6 is another one than it was`,
    ]);
  });

  it('a log that was made anew without it does not pass', async () => {
    const { directory } = await log();
    expect(verify(directory, [key])).toEqual([`${name}:1 no line was made with the key`]);
  });

  it('keys can change, and only to newer ones', async () => {
    const { directory } = await log();
    await recordRuns(directory, [1], { key: older });
    await recordRuns(directory, [1], { key });
    expect(verify(directory, [key, older])).toEqual([]);
    await recordRuns(directory, [0], { key: older });
    expect(verify(directory, [key, older])).toEqual([
      `${name}:11 this line was made with an older key, unlike those before it`,
    ]);
  });
});

describe('a file by itself', () => {
  it('is checked from its first line to its last', async () => {
    const { file } = await log();
    edit(file, (lines) => lines.slice(2, 4));
    expect(verify(file)).toEqual([]);
    edit(file, (lines) => [...lines, 'x', ...lines]);
    expect(verify(file)).toHaveLength(2);
  });

  it('may be the output of the service, over several starts', () => {
    const lines: string[] = [];
    for (const _start of [1, 2]) {
      const trail = new StreamTrail({ key: undefined, now: Date.now, write: (line) => lines.push(line) });
      trail.record(logon);
      lines.push('{"level":30,"msg":"ready"}\n');
      trail.record(logon);
      trail.flushSync();
      expect(trail.stats).toMatchObject({ recorded: 2, dropped: 0, writing: true });
    }
    const file = join(temporaryDirectory(), 'service.log');
    writeFileSync(file, lines.join(''));
    expect(verify(file)).toEqual([]);
    expect(verifyAuditLog(file, { keys: [], anchors: [] })).toMatchObject([{ lines: 4, chain: undefined }]);
    writeFileSync(file, lines.toSpliced(3, 1).join(''));
    expect(verify(file)).toEqual(['service.log:5 line 2 stands behind line 2: moved, or there twice']);
    writeFileSync(file, 'x\n');
    expect(verify(file)).toEqual(['service.log:1 there is no line of an audit log']);
  });
});

it.each(['{"event":"audit.retired"}', '{"event":"audit.opened"}'])(
  'takes a damaged line for damaged, whatever it says: %s',
  async (line) => {
    const { directory, file } = await log();
    edit(file, (lines) => lines.toSpliced(3, 0, line));
    expect(verify(directory)).toHaveLength(1);
    // A line with the form of one, that is no JSON.
    const { sequence, hash } = { sequence: 6, hash: 'a'.repeat(64) };
    edit(file, (lines) => [
      ...lines,
      `{"seq":${sequence + 1},"audit.retired","prev":"${hash}","hash":"${hash}"}`,
    ]);
    expect(verify(directory).at(-1)).toContain('line 6 before it is another one');
  },
);

it('does not take a line that is being written for a fault', async () => {
  const directory = temporaryDirectory();
  const trail = await openTrail(directory);
  await trail.close();
  writeFileSync(auditFiles(directory)[0] ?? '', '{"seq":2,"ti', { flag: 'a' });
  expect(verify(directory)).toEqual([]);
});

it('hashes as RFC 2104 and FIPS 180-4 say', () => {
  expect(lineHash('abc', undefined)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  // RFC 4231, test case 2
  expect(lineHash('what do ya want for nothing?', 'Jefe')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
