-- What settings and guards hang on: subject 0 is all of them together.
-- Rows stay when a subject is gone: a revision must never start again.
CREATE TABLE scopes (
  id INTEGER PRIMARY KEY,
  subject BLOB UNIQUE, -- as subject-key.ts writes it
  revision INTEGER NOT NULL DEFAULT 0,
  referrers_revision INTEGER NOT NULL DEFAULT 0, -- of the set of schemas that refer to the subject
  config TEXT, -- JSON
  mode TEXT,
  CHECK ((id = 0) = (subject IS NULL))
) STRICT;
CREATE INDEX scopes_with_mode ON scopes (subject) WHERE mode IS NOT NULL;
INSERT INTO scopes (id) VALUES (0);

-- AUTOINCREMENT: an id is never given twice, also after its schema was removed.
CREATE TABLE schemas (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL,
  type TEXT NOT NULL,
  text TEXT NOT NULL,
  refs TEXT, -- JSON
  metadata TEXT, -- JSON
  rule_set TEXT, -- JSON
  UNIQUE (guid, type)
) STRICT;

CREATE TABLE versions (
  subject_id INTEGER NOT NULL REFERENCES scopes (id),
  version INTEGER NOT NULL CHECK (version > 0),
  schema_id INTEGER NOT NULL REFERENCES schemas (id),
  text_hash INTEGER NOT NULL, -- of the schema's text, see text-hash.ts
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  timestamp INTEGER NOT NULL, -- ms since 1970
  PRIMARY KEY (subject_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX versions_by_schema ON versions (schema_id);
CREATE INDEX versions_by_text ON versions (subject_id, text_hash);

CREATE TABLE referrers (
  subject_id INTEGER NOT NULL REFERENCES scopes (id),
  version INTEGER NOT NULL,
  schema_id INTEGER NOT NULL REFERENCES schemas (id) ON DELETE CASCADE, -- the one that refers
  PRIMARY KEY (subject_id, version, schema_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX referrers_by_schema ON referrers (schema_id);

CREATE TABLE properties (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
