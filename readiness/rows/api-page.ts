import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** The API can be read and tried in a browser, with nothing loaded from elsewhere. */
export const row: Row = {
  id: 'api-page',
  group: 'documentation',
  title: 'The API can be read and tried in a browser, and the page loads nothing from elsewhere',
  risk: 'low',
  source: 'operations handbook',
  async probe(candidate) {
    const service = await candidate.service();
    const page = await service.ask('/docs/');
    const html = await page.text();
    const parts = [...html.matchAll(/<(?:script|link|img)[^>]*\b(?:src|href)="([^"]+)"/g)];
    const problems: string[] = [];
    if (page.status !== 200 || parts.length === 0) problems.push(`/docs/ answers ${page.status}`);
    if (!/default-src 'self'/.test(page.headers.get('content-security-policy') ?? ''))
      problems.push('/docs/ lets browsers load from elsewhere');
    for (const [, part = ''] of parts) {
      const address = new URL(part, page.url);
      if (address.origin !== service.url) problems.push(`it loads ${address.href}`);
      else if ((await service.ask(address.pathname)).status !== 200) problems.push(`${part} is missing`);
    }
    return judged(
      problems,
      `/docs has all ${parts.length} of its files, all of them from the service itself`,
    );
  },
  breaks: () => ({
    reason: /^\/docs\/ answers 404/,
    edits: { 'src/plugins/openapi.ts': replaced("routePrefix: '/docs'", "routePrefix: '/pages'") },
  }),
};
