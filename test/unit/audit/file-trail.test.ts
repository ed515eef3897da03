import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { verifyAuditLog } from '../../../src/audit/verify.ts';
import { auditFiles, auditLines, logon, openTrail, recordRuns } from '../../helpers/audit-trails.ts';
import { until } from '../../helpers/eventually.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const none = { keys: [], anchors: [] };
const faultsIn = (directory: string) => verifyAuditLog(directory, none).flatMap(({ faults }) => faults);

describe('an audit log', () => {
  it('goes on over restarts, for its owner alone', async () => {
    const directory = join(temporaryDirectory(), 'audit');
    await recordRuns(directory, [2, 0, 1]);
    expect(auditLines(directory).map(({ seq, event }) => [seq, event])).toEqual([
      [1, 'audit.opened'],
      [2, 'logon'],
      [3, 'logon'],
      [4, 'audit.opened'],
      [5, 'audit.opened'],
      [6, 'logon'],
    ]);
    expect(faultsIn(directory)).toEqual([]);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const [file = ''] = auditFiles(directory);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'audit-1.head')).mode & 0o777).toBe(0o600);
  });

  it('begins new files by size, keeps as many as are wanted, and says which went', async () => {
    const directory = temporaryDirectory();
    const retention = { maxFileBytes: 600, maxFileMs: 0, filesKept: 2 };
    await recordRuns(directory, [3, 3, 3, 3], { retention });
    const names = auditFiles(directory);
    expect(names.length).toBe(2);
    expect(auditLines(directory).findLast(({ event }) => event === 'audit.retired')?.details).toMatchObject({
      file: expect.stringMatching(/^audit-1-\d{12}\.jsonl$/),
      upTo: (auditLines(directory)[0]?.seq ?? 0) - 1,
    });
    expect(faultsIn(directory)).toEqual([]);
  });

  it('begins new files by age', async () => {
    const directory = temporaryDirectory();
    const retention = { maxFileBytes: 1e9, maxFileMs: 1000, filesKept: 0 };
    for (const time of [1_000_000, 1_000_500, 1_001_000]) {
      const trail = await openTrail(directory, { retention, now: () => time });
      await trail.close();
    }
    expect(auditFiles(directory).map((path) => basename(path))).toEqual([
      'audit-1-000000000001.jsonl',
      'audit-1-000000000003.jsonl',
    ]);
    expect(faultsIn(directory)).toEqual([]);
  });

  it('gives each process a chain of its own', async () => {
    const directory = temporaryDirectory();
    const held = new Set<string>();
    const lock = (file: string) => {
      if (held.has(file)) return undefined;
      held.add(file);
      return { release: () => void held.delete(file) };
    };
    const trails = [await openTrail(directory, { lock }), await openTrail(directory, { lock })];
    await Promise.all(trails.map((trail) => trail.close()));
    expect(held.size).toBe(0);
    expect(verifyAuditLog(directory, none)).toMatchObject([
      { chain: 1, lines: 1, faults: [] },
      { chain: 2, lines: 1, faults: [] },
    ]);
    await expect(openTrail(directory, { lock: () => undefined })).rejects.toThrow('16 processes record');
  });

  it('lets go of the chain when its file can not be opened', async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'audit-1.head'));
    const release = vi.fn<() => void>();
    await expect(openTrail(directory, { lock: () => ({ release }) })).rejects.toThrow('EISDIR');
    expect(release).toHaveBeenCalledOnce();
  });

  it('is whole when the process ends at once, in the middle of writing', async () => {
    const directory = temporaryDirectory();
    const trail = await openTrail(directory);
    for (let index = 0; index < 2000; index++) trail.record({ ...logon, details: { index } });
    const written = until(() => statSync(auditFiles(directory)[0] ?? '').size > 0);
    await written;
    trail.record({ ...logon, details: { last: true } });
    trail.flushSync();
    trail.flushSync();
    trail.record(logon);
    expect(auditLines(directory).length).toBe(2002);
    expect(faultsIn(directory)).toEqual([]);
    await trail.close();
    expect(auditLines(directory).length).toBe(2002);
  });

  it('keeps what is recorded while nobody asks for it to be closed', async () => {
    const directory = temporaryDirectory();
    const trail = await openTrail(directory);
    const inHead = () =>
      readFileSync(join(directory, 'audit-1.head'), 'utf8').startsWith('0000000000000003 ');
    trail.record(logon);
    trail.record(logon);
    await until(inHead);
    expect(faultsIn(directory)).toEqual([]);
    await trail.close();
  });
});

describe('after a crash', () => {
  it.each([
    ['in the middle of a line', (file: string) => appendFileSync(file, '{"seq":3,"time":"2026-')],
    ['behind a torn line', (file: string) => appendFileSync(file, '{"seq":3,"time":"2026-\n')],
    ['with bytes that were never written', (file: string) => appendFileSync(file, Buffer.alloc(3000))],
  ])('%s it goes on, and says so', async (_what, tear) => {
    const directory = temporaryDirectory();
    await recordRuns(directory, [1]);
    const [file = ''] = auditFiles(directory);
    tear(file);
    const onFinding = vi.fn<(sentence: string) => void>();
    await recordRuns(directory, [1], { onFinding });
    expect(onFinding).toHaveBeenCalledWith(
      expect.stringMatching(/^chain 1: its last line was torn by a crash/),
    );
    expect(auditLines(directory).filter(({ event }) => event === 'audit.opened')[1]).toMatchObject({
      seq: 3,
      outcome: 'failure',
      details: { torn: { sha256: expect.any(String) } },
    });
    expect(faultsIn(directory)).toEqual([]);
    await recordRuns(directory, [1]);
    expect(faultsIn(directory)).toEqual([]);
  });

  it('between a new file and its first line it goes on', async () => {
    const directory = temporaryDirectory();
    await recordRuns(directory, [1]);
    writeFileSync(join(directory, 'audit-1-000000000003.jsonl'), '');
    await recordRuns(directory, [1]);
    expect(auditLines(directory).at(-1)?.seq).toBe(4);
    expect(faultsIn(directory)).toEqual([]);
  });

  it('of a log whose end was cut off meanwhile, the gap stays visible', async () => {
    const directory = temporaryDirectory();
    await recordRuns(directory, [3]);
    const [file = ''] = auditFiles(directory);
    truncateSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n').length + 1);
    const onFinding = vi.fn<(sentence: string) => void>();
    await recordRuns(directory, [1], { onFinding });
    expect(onFinding).toHaveBeenCalledWith('chain 1: lines 3 to 4 are gone');
    expect(faultsIn(directory)).toMatchObject([{ line: 3, reason: 'lines 3 to 4 before it are missing' }]);
  });

  it('of a log whose head is gone or damaged, it goes on, and says so', async () => {
    const directory = temporaryDirectory();
    await recordRuns(directory, [1]);
    const onFinding = vi.fn<(sentence: string) => void>();
    rmSync(join(directory, 'audit-1.head'));
    await recordRuns(directory, [1], { onFinding });
    writeFileSync(join(directory, 'audit-1.head'), 'x');
    await recordRuns(directory, [1], { onFinding });
    expect(onFinding.mock.calls.map(([sentence]) => /is (missing|damaged):/.exec(sentence)?.[1])).toEqual([
      'missing',
      'damaged',
    ]);
    expect(faultsIn(directory)).toEqual([]);
  });
});

describe('while the disk fails', () => {
  it('events wait, up to a limit, and the log tells how many were lost', async () => {
    const directory = temporaryDirectory();
    const states: string[] = [];
    const trail = await openTrail(directory, {
      retention: { maxFileBytes: 1, maxFileMs: 0, filesKept: 0 },
      onState: (state) => void states.push(state),
    });
    await until(() => auditLines(directory).length === 1);
    // The next event needs a new file, and that name is taken by a directory.
    mkdirSync(join(directory, 'audit-1-000000000002.jsonl'));
    trail.record(logon);
    await until(() => states.includes('failing'));
    expect(trail.stats.writing).toBe(false);
    const long = 'x'.repeat(400);
    for (let index = 0; index < 9000; index++) trail.record({ ...logon, requestId: long });
    expect(trail.stats.dropped).toBeGreaterThan(100);
    rmSync(join(directory, 'audit-1-000000000002.jsonl'), { recursive: true });
    await trail.close();
    expect(states).toEqual(['failing', 'writing']);
    const { recorded, dropped, position } = trail.stats;
    expect(position.sequence).toBe(recorded + 1);
    expect(auditLines(directory).at(-1)).toMatchObject({
      event: 'audit.dropped',
      details: { count: dropped },
    });
    expect(faultsIn(directory)).toEqual([]);
  });

  it('the end of the process is not held up', async () => {
    const directory = temporaryDirectory();
    // On Linux, a disk without space.
    symlinkSync('/dev/full', join(directory, 'audit-1-000000000001.jsonl'));
    const states: string[] = [];
    const onState = (state: string) => void states.push(state);
    const trail = await openTrail(directory, { onState, onFinding: () => undefined });
    trail.flushSync();
    await trail.close();
    expect(states).toEqual(['failing']);
  });
});
