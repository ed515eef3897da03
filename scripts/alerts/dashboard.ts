import { type Panel, type Row, rows } from './dashboard-panels.ts';

const width = 8;
const height = 7;
const perLine = 24 / width;
const datasource = { type: 'prometheus', uid: '$datasource' };
const selector = 'job=~"$job", instance=~"$instance"';

/** The dashboard as Grafana imports it; which panels it has is in dashboard-panels.ts. */
export function dashboardFile(): string {
  const dashboard = {
    uid: 'schemagate',
    title: 'Schemagate',
    description: 'Written by `npm run alerts`; change scripts/alerts/dashboard-panels.ts.',
    tags: ['schemagate'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: { list: variables() },
    panels: placed(rows),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function variables(): readonly object[] {
  const labelValues = (name: string, label: string, query: string) => ({
    name,
    label,
    type: 'query',
    datasource,
    query: { query, refId: name },
    definition: query,
    refresh: 2,
    sort: 1,
    includeAll: true,
    multi: true,
    allValue: '.+',
    current: { text: 'All', value: '$__all' },
  });
  return [
    { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
    labelValues('job', 'Job', 'label_values(schemagate_build_info, job)'),
    labelValues('instance', 'Instance', 'label_values(schemagate_build_info{job=~"$job"}, instance)'),
  ];
}

function placed(all: readonly Row[]): readonly object[] {
  let id = 0;
  let y = 0;
  return all.flatMap(({ title, panels }) => {
    const head = {
      id: ++id,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: 24, h: 1 },
    };
    const top = y + 1;
    y = top + Math.ceil(panels.length / perLine) * height;
    const body = panels.map((panel, index) =>
      graph(++id, panel, {
        x: (index % perLine) * width,
        y: top + Math.floor(index / perLine) * height,
        w: width,
        h: height,
      }),
    );
    return [head, ...body];
  });
}

function graph(id: number, { title, unit, queries }: Panel, gridPos: object): object {
  return {
    id,
    type: 'timeseries',
    title,
    datasource,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: queries.map(([query, legendFormat], index) => ({
      refId: String.fromCodePoint(65 + index),
      datasource,
      expr: query.replaceAll('<s>', selector),
      legendFormat,
      // Points that lead to traces, where there are such.
      ...(query.startsWith('histogram_quantile') && { exemplar: true }),
    })),
  };
}
