import { availabilityRules } from './availability.ts';
import { canaryRules } from './canary.ts';
import { certificateRules } from './certificates.ts';
import { networkingRules } from './networking.ts';
import { podRules } from './pods.ts';
import { probeRules } from './probes.ts';
import type { Rule } from './rule.ts';
import { scalingRules } from './scaling.ts';
import { secretRules } from './secrets.ts';
import { settingRules } from './settings.ts';

export const rules: readonly Rule[] = [
  ...probeRules,
  ...availabilityRules,
  ...scalingRules,
  ...networkingRules,
  ...podRules,
  ...secretRules,
  ...settingRules,
  ...certificateRules,
  ...canaryRules,
];
