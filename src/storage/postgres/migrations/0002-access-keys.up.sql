-- Times are milliseconds since 1970.
CREATE TABLE schemagate.access_keys (
  id text PRIMARY KEY,
  name text NOT NULL,
  grants text NOT NULL, -- JSON, a list of role or role:prefix
  digest text NOT NULL, -- of the secret, never the secret
  previous_digest text, -- of the secret before the last rotation
  previous_until bigint,
  created_at bigint NOT NULL,
  expires_at bigint,
  revoked_at bigint,
  last_used_at bigint
);
