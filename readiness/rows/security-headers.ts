import { outside } from '../outside.ts';
import type { Row } from '../row.ts';
import { without } from '../text.ts';

/** Each answer has the security headers. */
export const row: Row = {
  id: 'security-headers',
  group: 'security',
  title: 'Each answer has the security headers',
  risk: 'high',
  source: 'OWASP HTTP Headers',
  probe: async (candidate) => outside(candidate, 'headers'),
  breaks: () => ({
    reason: /content-security-policy is missing/,
    edits: { 'src/plugins/security-headers.ts': without('app.replyHeaders.fixed(name, value)') },
  }),
};
