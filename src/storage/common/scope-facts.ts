import type { Config, Mode } from '../../registry/settings.ts';

/** What a decision about a scope most often needs, as of one moment. */
export interface ScopeFacts {
  readonly revision: number;
  readonly referrersRevision: number;
  readonly config: Config | undefined;
  readonly mode: Mode | undefined;
  /** Whether the subject has a version, live or deleted. */
  readonly hasVersions: boolean;
}
