-- Events that endpoints have not been told of. Written with the change that they tell of.
CREATE TABLE webhook_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order of the changes
  endpoint TEXT NOT NULL,
  lane BLOB NOT NULL, -- what is delivered in order: the subject, as subject-key.ts writes it
  event TEXT NOT NULL, -- JSON
  schema_id INTEGER, -- that the event tells of
  created_at INTEGER NOT NULL, -- ms since 1970
  due_at INTEGER NOT NULL, -- ms since 1970
  attempts INTEGER NOT NULL DEFAULT 0,
  dead_at INTEGER, -- ms since 1970, when it was given up
  error TEXT -- what the last attempt met
) STRICT;
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (endpoint, id) WHERE dead_at IS NULL;
CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (id) WHERE dead_at IS NOT NULL;
