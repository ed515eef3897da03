import type { Timeouts } from './options.ts';

/** Milliseconds that a whole call to a host may take, by the host with its port where that is not the usual one. */
export type HostTimeouts = ReadonlyMap<string, number>;

/** A host's time is not as it should be. The message is one sentence for the operator. */
export class HostTimeoutError extends Error {
  override readonly name = 'HostTimeoutError';
}

/**
 * Reads hosts with their milliseconds, such as `hooks.example=30000, login.example:8443=2000`.
 * @throws HostTimeoutError
 */
export function readHostTimeouts(text: string): HostTimeouts {
  const entries = text.split(',').flatMap((entry) => entry.trim() || []);
  return new Map(
    entries.map((entry) => {
      const [, host = '', digits = ''] = /^([^=/\s]+)\s*=\s*(\d{1,9})$/.exec(entry) ?? [];
      if (!URL.canParse(`http://${host}`) || Number(digits) === 0)
        throw new HostTimeoutError(
          `"${entry}" is no host with its milliseconds; expected such as hooks.example=30000`,
        );
      return [host.toLowerCase(), Number(digits)];
    }),
  );
}

/** The general limits, or for a host that has a time of its own that one, which bounds the parts of a call too. */
export function timeoutsFor(host: string, general: Timeouts, own: HostTimeouts | undefined): Timeouts {
  const total = own?.get(host);
  return total === undefined ? general : { ...general, headers: total, body: total, total };
}

/** The longest that a call to any host may take, in milliseconds. */
export function longestCall(general: number, own: HostTimeouts): number {
  return Math.max(general, ...own.values());
}
