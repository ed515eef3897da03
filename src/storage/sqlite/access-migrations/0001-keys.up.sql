-- Times are milliseconds since 1970.
CREATE TABLE access_keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  grants TEXT NOT NULL, -- JSON, a list of role or role:prefix
  digest TEXT NOT NULL, -- of the secret, never the secret
  previous_digest TEXT, -- of the secret before the last rotation
  previous_until INTEGER,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;
