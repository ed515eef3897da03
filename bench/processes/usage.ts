import { existsSync, readFileSync } from 'node:fs';

// USER_HZ: the unit of /proc, the same on all Linux platforms that Node runs on (man 5 proc).
const microsecondsPerTick = 10_000;
const kibibyte = 1024;

/** Whether this system tells what other processes use. */
export const canMeasure = existsSync('/proc/self/stat');

/** CPU time that a process has used in all its threads, in user mode and in the kernel, in microseconds. */
export function cpuMicroseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may hold spaces; utime and stime are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * microsecondsPerTick;
}

/** Resident memory of a process, in bytes: shared pages of the Node binary included. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * kibibyte;
}
