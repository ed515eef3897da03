import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLogOutput } from '../../../src/plugins/logging/log-output.ts';
import { RotatingFile } from '../../../src/plugins/logging/rotating-file.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const hour = 3_600_000;
const line = (text: string) => Buffer.from(`${text}\n`);

function fileIn(directory: string, options: { maxBytes?: number; periodMs?: number; keep?: number } = {}) {
  const clock = { time: Date.parse('2026-01-31T10:30:00Z') };
  const path = join(directory, 'service.log');
  const open = () =>
    new RotatingFile({ path, maxBytes: 10, periodMs: 0, keep: 2, now: () => clock.time, ...options });
  return { clock, path, open };
}

const mode = (path: string) => statSync(path).mode & 0o777;

it('begins a new file when one is full, divides no line, and keeps as many as it is told', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'service.log.notes'), 'of somebody else');
  const { path, open, clock } = fileIn(directory);
  const file = open();
  expect(file.write(line('a longer line than the limit'))).toBe(29);
  // Half a line, as when the disk was full in the middle of it.
  file.write(Buffer.from('123'));
  file.write(line('4567890'));
  for (const text of ['second', 'third', 'fourth']) {
    clock.time += 1;
    file.write(line(text));
  }
  expect(readFileSync(path, 'utf8')).toBe('fourth\n');
  const names = readdirSync(directory).toSorted();
  expect(names).toHaveLength(4);
  expect(names[1]).toMatch(/^service\.log\.2026-01-31T10-30-00\.\d{3}Z$/);
  expect(readFileSync(join(directory, names[2] ?? ''), 'utf8')).toBe('third\n');
  expect(readFileSync(join(directory, names[1] ?? ''), 'utf8')).toBe('second\n');
  for (const name of ['service.log', names[1] ?? '']) expect(mode(join(directory, name))).toBe(0o600);
});

it('begins a new file when the time of one is over, also where it was written before the start', () => {
  const directory = temporaryDirectory();
  const { path, open, clock } = fileIn(directory, { maxBytes: 1000, periodMs: hour });
  writeFileSync(path, 'old\n', { mode: 0o644 });
  const yesterday = new Date(clock.time - 24 * hour);
  utimesSync(path, yesterday, yesterday);
  const file = open();
  expect(mode(path)).toBe(0o600);
  file.write(line('today'));
  file.write(line('too'));
  expect(readFileSync(path, 'utf8')).toBe('today\ntoo\n');
  clock.time += hour;
  file.write(line('later'));
  expect(readFileSync(path, 'utf8')).toBe('later\n');
  expect(readdirSync(directory)).toHaveLength(3);
});

it('never gives two files one name, and goes on in a file that is too long rather than lose lines', () => {
  const directory = temporaryDirectory();
  const { path, open } = fileIn(directory, { keep: 9 });
  const file = open();
  for (const text of ['1234567', '2345678', '3456789']) file.write(line(text));
  expect(readdirSync(directory)).toHaveLength(3);
  // Moved away together with its directory: it can't be renamed.
  const moved = `${directory}-moved`;
  renameSync(directory, moved);
  expect(file.write(line('4567890'))).toBe(8);
  expect(readFileSync(join(moved, 'service.log'), 'utf8')).toBe('3456789\n4567890\n');
  renameSync(moved, directory);
  expect(existsSync(path)).toBe(true);
});

it('is where the settings send the log, and is opened anew when somebody has moved it', () => {
  const directory = join(temporaryDirectory(), 'logs');
  mkdirSync(directory);
  chmodSync(directory, 0o700);
  const path = join(directory, 'service.log');
  const settings = { LOG_FILE: path, LOG_FILE_MAX_BYTES: 65_536, LOG_FILE_MAX_HOURS: 24, LOG_FILE_KEEP: 1 };
  const { destination, reopen } = openLogOutput(settings);
  destination.write('before\n');
  destination.flushSync();
  destination.write('waiting\n');
  renameSync(path, `${path}.1`);
  reopen();
  destination.write('after\n');
  destination.flushSync();
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('before\nwaiting\n');
  expect(readFileSync(path, 'utf8')).toBe('after\n');
  openLogOutput({ ...settings, LOG_FILE: '' }).reopen();
});
