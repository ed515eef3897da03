import type { Check } from '../check.ts';
import { notChecked, problem, together, warning } from '../finding.ts';
import { bytes } from '../units.ts';

const mebibyte = 1024 * 1024;
/** What the service holds after a start beside its cache, and with room to work: see docs/performance.md. */
const atRest = 140 * mebibyte;
const atWork = 256 * mebibyte;

/** What the control group allows, against what the settings may take. */
export const memory: Check = {
  id: 'memory',
  looksAt: "the memory that this process's control group allows, against the settings",
  run({ config, machine: { memory: limit } }) {
    if (limit === undefined) return notChecked('no control group limits the memory of this process');
    const { CACHE_MAX_BYTES, MAX_RSS_BYTES, MAX_HEAP_USED_BYTES } = config;
    const least = atRest + CACHE_MAX_BYTES;
    const good = atWork + CACHE_MAX_BYTES;
    const raise = 'raise the limit, or lower CACHE_MAX_BYTES';
    const findings = [];
    if (limit < good) {
      const judge = limit < least ? problem : warning;
      findings.push(
        judge(
          `${bytes(limit)} are allowed, ${bytes(good)} wanted: a cache of ${bytes(CACHE_MAX_BYTES)} too`,
          raise,
        ),
      );
    }
    for (const [name, value] of Object.entries({ MAX_RSS_BYTES, MAX_HEAP_USED_BYTES })) {
      if (value > limit)
        findings.push(
          warning(
            `${name} is ${bytes(value)}, but the process is ended at ${bytes(limit)}`,
            `set ${name} below the limit, or to 0`,
          ),
        );
    }
    return together(findings, `${bytes(limit)} are allowed, ${bytes(good)} are wanted`);
  },
};
