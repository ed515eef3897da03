import { readFileSync } from 'node:fs';

/** What the operating system says of the process that looks. */
export interface Machine {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Such as `24.4.0`. */
  readonly nodeVersion: string;
  /** User id; undefined on systems without. */
  readonly uid: number | undefined;
  /** Files that a process may have open; undefined when the system does not say. */
  readonly openFiles: number | undefined;
  /** Memory that its control group allows, in bytes; undefined: no limit. */
  readonly memory: number | undefined;
}

/** This machine, as a process that is started here sees it. */
export function thisMachine(): Machine {
  return {
    now: Date.now,
    nodeVersion: process.versions.node,
    uid: process.getuid?.(),
    openFiles: openFilesIn(textOf('/proc/self/limits')),
    memory: memoryLimit(process.constrainedMemory()),
  };
}

/** The limit on open files in the text of `/proc/self/limits`, the one in force. */
export function openFilesIn(limits: string): number | undefined {
  const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
  if (soft === undefined) return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/** Control groups without a limit say 0, or a number beyond any machine. */
export function memoryLimit(bytes: number): number | undefined {
  return bytes === 0 || bytes > 2 ** 50 ? undefined : bytes;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
