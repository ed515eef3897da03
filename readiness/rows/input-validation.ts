import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Input of the wrong shape is refused on every operation that takes a body. */
export const row: Row = {
  id: 'input-validation',
  group: 'security',
  title: 'Input of the wrong shape is refused on every operation that takes a body',
  risk: 'critical',
  source: 'OWASP API Top 10',
  async probe(candidate) {
    const service = await candidate.service();
    const document = (await (await service.ask('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { requestBody?: unknown }>>;
    };
    const problems: string[] = [];
    let asked = 0;
    for (const [path, operations] of Object.entries(document.paths))
      for (const [method, { requestBody }] of Object.entries(operations)) {
        if (requestBody === undefined) continue;
        asked += 1;
        const body = '{"schema": 1, "compatibility": 1, "mode": 1, "name": 1}';
        const { status } = await service.ask(path.replaceAll(/\{\w+\}/g, '1'), {
          method: method.toUpperCase(),
          body,
          headers: { 'content-type': 'application/json' },
        });
        if (status < 400 || status >= 500) problems.push(`${method} ${path} answers ${status}`);
      }
    if (asked === 0) problems.push('no operation with a body is documented');
    return judged(problems, `${asked} operations refuse a body of wrong types`);
  },
  breaks: () => ({
    reason: /^post \/subjects\/\{subject\} answers 500/,
    edits: { 'src/plugins/validation.ts': replaced('HttpError(400,', 'HttpError(500,') },
  }),
};
