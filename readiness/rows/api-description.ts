import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Every operation is described. */
export const row: Row = {
  id: 'api-description',
  group: 'documentation',
  title: 'Every operation is described',
  risk: 'medium',
  source: 'OpenAPI Initiative',
  async probe(candidate) {
    const service = await candidate.service();
    const document = (await (await service.ask('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { summary?: string }>>;
    };
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { summary }]) => ({ name: `${method} ${path}`, summary })),
    );
    const bare = operations.filter(({ summary }) => !summary).map(({ name }) => `${name} has no summary`);
    return judged(
      operations.length === 0 ? ['there are none'] : bare,
      `${operations.length} operations in OpenAPI ${document.openapi}, each with a summary`,
    );
  },
  breaks: () => ({
    reason: /get \/subjects has no summary/,
    edits: { 'src/routes/subjects.ts': replaced(/summary: '[^']*',/, '') },
  }),
};
