/** Who asks: nobody, or a key with the grant that stands here. */
export const actors = ['anonymous', 'reader:own.', 'writer:own.', 'admin:own.', 'admin', 'metrics'] as const;
export type Actor = (typeof actors)[number];

/**
 * How a request ends. `served`: as the route's row says. `unknown`: exactly as if the subject, or the schema, did
 * not exist. `401` and `403`: refused.
 */
export type Outcome = 'served' | 'unknown' | 401 | 403;

/** What each actor gets, for a subject that its grant covers, and for another. */
export type Row = Readonly<Record<Actor, readonly [own: Outcome, other: Outcome]>>;

const open: Row = {
  anonymous: ['served', 'served'],
  'reader:own.': ['served', 'served'],
  'writer:own.': ['served', 'served'],
  'admin:own.': ['served', 'served'],
  admin: ['served', 'served'],
  metrics: ['served', 'served'],
};
const anyReader: Row = { ...open, anonymous: [401, 401], metrics: [403, 403] };
const reading: Row = {
  ...anyReader,
  'reader:own.': ['served', 'unknown'],
  'writer:own.': ['served', 'unknown'],
  'admin:own.': ['served', 'unknown'],
};
const writing: Row = {
  anonymous: [401, 401],
  'reader:own.': [403, 403],
  'writer:own.': ['served', 403],
  'admin:own.': ['served', 403],
  admin: ['served', 'served'],
  metrics: [403, 403],
};
const administering: Row = { ...writing, 'writer:own.': [403, 403] };
const ruling: Row = { ...administering, 'admin:own.': [403, 403] };

/** The matrix: every route, by method and path. HEAD is as GET. */
export const expected: Readonly<Record<string, Row>> = {
  'GET /': open,
  'POST /': open,
  'GET /health': open,
  'GET /health/live': open,
  'GET /health/ready': open,

  'GET /contexts': anyReader,
  'GET /v1/metadata/id': anyReader,
  'GET /v1/metadata/version': anyReader,
  'GET /v1/metadata/deployment': anyReader,
  'GET /schemas/types': anyReader,
  'GET /config': anyReader,
  'GET /mode': anyReader,
  'GET /openapi.json': anyReader,
  'GET /docs': anyReader,
  'GET /docs/static/index.html': anyReader,
  'GET /docs/static/swagger-initializer.js': anyReader,
  'GET /docs/static/*': anyReader,
  'GET /docs/json': anyReader,
  'GET /docs/yaml': anyReader,

  // Lists are served to all who may read anything, and are about what they may read.
  'GET /subjects': anyReader,
  'GET /schemas': anyReader,

  'GET /schemas/ids/:id': reading,
  'GET /schemas/ids/:id/schema': reading,
  'GET /schemas/ids/:id/subjects': reading,
  'GET /schemas/ids/:id/versions': reading,
  'GET /schemas/guids/:guid': reading,
  'GET /schemas/guids/:guid/ids': reading,
  'POST /subjects/:subject': reading,
  'GET /subjects/:subject/metadata': reading,
  'GET /subjects/:subject/versions': reading,
  'GET /subjects/:subject/versions/:version': reading,
  'GET /subjects/:subject/versions/:version/schema': reading,
  'GET /subjects/:subject/versions/:version/referencedby': reading,
  'POST /compatibility/subjects/:subject/versions': reading,
  'POST /compatibility/subjects/:subject/versions/:version': reading,
  'GET /config/:subject': reading,
  'GET /mode/:subject': reading,

  'POST /subjects/:subject/versions': writing,
  'DELETE /subjects/:subject': writing,
  'DELETE /subjects/:subject/versions/:version': writing,
  'DELETE /subjects/:subject?permanent=true': administering,
  'DELETE /subjects/:subject/versions/:version?permanent=true': administering,
  'PUT /config/:subject': administering,
  'DELETE /config/:subject': administering,
  'PUT /mode/:subject': administering,
  'DELETE /mode/:subject': administering,

  'PUT /config': ruling,
  'DELETE /config': ruling,
  'PUT /mode': ruling,
  'DELETE /mode': ruling,
  'POST /admin/backups': ruling,
  'GET /admin/backups': ruling,
  'POST /admin/schema-directory/sync': ruling,
  'POST /admin/keys': ruling,
  'GET /admin/log-level': ruling,
  'PUT /admin/log-level': ruling,
  'GET /admin/errors': ruling,
  'DELETE /admin/errors': ruling,
  'GET /admin/flags': ruling,
  'POST /admin/profiles/cpu': ruling,
  'POST /admin/profiles/heap': ruling,
  'GET /admin/keys': ruling,
  'DELETE /admin/keys/:id': ruling,
  'POST /admin/keys/:id/rotate': ruling,
  'GET /admin/webhooks/dead-letters': ruling,
  'POST /admin/webhooks/dead-letters/:id/replay': ruling,
};
