import { outside } from '../outside.ts';
import type { Row } from '../row.ts';

/** A client can register, read and delete, end to end. */
export const row: Row = {
  id: 'round-trip',
  group: 'testing',
  title: 'A client can register, read and delete, end to end',
  risk: 'critical',
  source: 'Temporal self-hosting checklist',
  probe: async (candidate) => outside(candidate, 'round-trip'),
  breaks: () => ({ reason: /^registering answers 401/, settings: { SCHEMA_DIR: '', AUTH: 'required' } }),
};
