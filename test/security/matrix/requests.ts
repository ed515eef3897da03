/** A subject with its one version, by all the names that it has. */
export interface Place {
  readonly subject: string;
  readonly id: number;
  readonly guid: string;
  readonly version: number;
}

export interface RequestOfRoute {
  readonly path: (place: Place) => string;
  readonly body?: (place: Place) => unknown;
  /** How it is answered when it is served, 200 unless said. */
  readonly status?: number;
  /** Whether the subject must be deleted before. */
  readonly deleted?: boolean;
}

/** Nothing has these names. */
export const nowhere: Place = {
  subject: 'absent.a',
  id: 987_654,
  guid: '00000000-0000-0000-0000-000000000000',
  version: 1,
};

/** The schema of a subject in the matrix. */
export function schemaOf(subject: string) {
  const shown = subject === nowhere.subject ? 'own.a' : subject;
  const schema = JSON.stringify({ type: 'object', title: shown });
  return { schemaType: 'JSON', schema, metadata: { properties: { team: 'a' } } };
}

const schema = ({ subject }: Place) => schemaOf(subject);
const fixed = (path: string): RequestOfRoute => ({ path: () => path });
const versions = ({ subject }: Place) => `/subjects/${subject}/versions`;

/** Requests that differ from what their route's path says of them. */
export const requests: Readonly<Record<string, RequestOfRoute>> = {
  'GET /docs/static/index.html': { path: () => '/docs/static/index.html', status: 302 },
  'GET /docs/static/*': fixed('/docs/static/swagger-ui.css'),
  'POST /subjects/:subject': { path: ({ subject }) => `/subjects/${subject}`, body: schema },
  'POST /subjects/:subject/versions': { path: versions, body: schema },
  'POST /compatibility/subjects/:subject/versions': {
    path: (place) => `/compatibility${versions(place)}`,
    body: schema,
  },
  'POST /compatibility/subjects/:subject/versions/:version': {
    path: (place) => `/compatibility${versions(place)}/1`,
    body: schema,
  },
  'DELETE /subjects/:subject?permanent=true': {
    path: ({ subject }) => `/subjects/${subject}?permanent=true`,
    deleted: true,
  },
  'DELETE /subjects/:subject/versions/:version?permanent=true': {
    path: (place) => `${versions(place)}/${place.version}?permanent=True`,
    deleted: true,
  },
  'PUT /config/:subject': { path: ({ subject }) => `/config/${subject}`, body: () => ({ normalize: true }) },
  'PUT /mode/:subject': { path: ({ subject }) => `/mode/${subject}`, body: () => ({ mode: 'READWRITE' }) },
  'PUT /config': { path: () => '/config', body: () => ({ normalize: false }) },
  'PUT /mode': { path: () => '/mode', body: () => ({ mode: 'READWRITE' }) },
  // There is no place for backups, no schema directory, no such key and no webhook.
  'POST /admin/backups': { path: () => '/admin/backups', status: 404 },
  'GET /admin/backups': { path: () => '/admin/backups', status: 404 },
  'POST /admin/schema-directory/sync': { path: () => '/admin/schema-directory/sync', status: 404 },
  'DELETE /admin/keys/:id': { path: () => '/admin/keys/k00000000000', status: 404 },
  'POST /admin/keys/:id/rotate': {
    path: () => '/admin/keys/k00000000000/rotate',
    body: () => ({ overlapSeconds: 0 }),
    status: 404,
  },
  'GET /admin/webhooks/dead-letters': { path: () => '/admin/webhooks/dead-letters', status: 404 },
  'POST /admin/webhooks/dead-letters/:id/replay': {
    path: () => '/admin/webhooks/dead-letters/1/replay',
    status: 404,
  },
  'PUT /admin/log-level': { path: () => '/admin/log-level', body: () => ({ level: 'silent' }) },
  'POST /admin/profiles/cpu': fixed('/admin/profiles/cpu?seconds=0'),
  'POST /admin/profiles/heap': fixed('/admin/profiles/heap?seconds=0'),
  'POST /admin/keys': { path: () => '/admin/keys', body: () => ({ name: 'new', grants: ['reader'] }) },
};

/** The request for a route about a place. */
export function requestFor(route: string): RequestOfRoute {
  return requests[route] ?? { path: (place) => filled(route, place) };
}

function filled(route: string, place: Place): string {
  const values = new Map(Object.entries(place).map(([name, value]) => [name, String(value)]));
  return route
    .slice(route.indexOf(' ') + 1)
    .replaceAll(/:(\w+)/g, (_all, name: string) => values.get(name) ?? '');
}
