import type { Attack } from './attack.ts';
import { floods } from './floods.ts';
import { injection } from './injection.ts';
import { slow } from './slow.ts';
import { smuggling } from './smuggling.ts';

export const attacks: readonly Attack[] = [...slow, smuggling, ...floods, ...injection];

/** Settings under which what takes too long takes little time. */
export const attackSettings = {
  HEADERS_TIMEOUT_MS: '500',
  REQUEST_TIMEOUT_MS: '1000',
  TIMEOUT_CHECK_INTERVAL_MS: '50',
};
