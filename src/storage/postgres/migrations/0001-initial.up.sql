-- Subjects are bytea, as subject-key.ts writes them: the order and the characters of JavaScript strings.

-- Revisions that guards compare. A row stays when its subject is gone: a revision must never start again.
CREATE TABLE schemagate.scopes (
  key bytea PRIMARY KEY, -- as scope-key.ts writes it
  revision bigint NOT NULL,
  referrers_revision bigint NOT NULL -- of the set of schemas that refer to the subject
) WITH (fillfactor = 70);
INSERT INTO schemagate.scopes (key, revision, referrers_revision) VALUES ('\x00', 0, 0); -- all subjects together

CREATE TABLE schemagate.settings (
  key bytea PRIMARY KEY, -- that of the scope
  config text, -- JSON
  mode text
);

CREATE SEQUENCE schemagate.schema_ids;

CREATE TABLE schemagate.schemas (
  id bigint PRIMARY KEY,
  guid text NOT NULL,
  type text NOT NULL,
  text text NOT NULL,
  refs text, -- JSON
  metadata text, -- JSON
  rule_set text, -- JSON
  UNIQUE (guid, type)
);

CREATE TABLE schemagate.versions (
  subject bytea NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  schema_id bigint NOT NULL REFERENCES schemagate.schemas (id),
  text_hash bigint NOT NULL, -- of the schema's text, see text-hash.ts
  deleted boolean NOT NULL DEFAULT false,
  timestamp bigint NOT NULL, -- ms since 1970
  PRIMARY KEY (subject, version)
);
CREATE INDEX versions_by_schema ON schemagate.versions (schema_id);
CREATE INDEX versions_by_text ON schemagate.versions (subject, text_hash);

CREATE TABLE schemagate.schema_references (
  subject bytea NOT NULL,
  version integer NOT NULL,
  schema_id bigint NOT NULL REFERENCES schemagate.schemas (id) ON DELETE CASCADE, -- the one that refers
  PRIMARY KEY (subject, version, schema_id)
);
CREATE INDEX schema_references_by_schema ON schemagate.schema_references (schema_id);

CREATE TABLE schemagate.properties (
  name text PRIMARY KEY,
  value text NOT NULL
);

-- Numbers that outlive the rows they came from.
CREATE TABLE schemagate.counters (
  name text PRIMARY KEY,
  value bigint NOT NULL
);
INSERT INTO schemagate.counters (name, value) VALUES ('highest_removed_schema_id', 0);
