import type { Row } from '../row.ts';
import { says, without } from '../text.ts';

/** The image runs as an ordinary user, with access control, and tells its health. */
export const row: Row = {
  id: 'image',
  group: 'deployment',
  title: 'The image runs as an ordinary user, with access control, and tells its health',
  risk: 'high',
  source: 'Kubernetes Pod Security',
  probe: async (candidate) =>
    says(candidate, 'Dockerfile', {
      'an ordinary user': /^USER node$/m,
      'access control': /AUTH=required/,
      'a health check': /^HEALTHCHECK/m,
      'production mode': /NODE_ENV=production/,
    }),
  breaks: () => ({ reason: /lacks an ordinary user/, edits: { Dockerfile: without(/^USER node$/m) } }),
};
