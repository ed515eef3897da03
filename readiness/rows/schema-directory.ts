import { judged, type Row } from '../row.ts';

/** The directory of schemas is loaded at the first start. */
export const row: Row = {
  id: 'schema-directory',
  group: 'configuration',
  title: 'The directory of schemas is loaded at the first start',
  risk: 'medium',
  source: 'operations handbook',
  async probe(candidate) {
    const service = await candidate.service();
    const subjects = (await (await service.ask('/subjects')).json()) as string[];
    return judged(
      subjects.includes('orders.order-placed-value') ? [] : [`there are ${subjects.length} subjects`],
      'the sample schemas are registered',
    );
  },
  breaks: () => ({ reason: /^there are 0 subjects$/, settings: { SCHEMA_DIR: '' } }),
};
