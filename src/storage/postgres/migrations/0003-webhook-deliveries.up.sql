-- Events that endpoints have not been told of. Written with the change that they tell of.
CREATE TABLE schemagate.webhook_deliveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- within a lane in the order of the changes
  endpoint text NOT NULL,
  lane bytea NOT NULL, -- what is delivered in order: the scope, as scope-key.ts writes it
  event text NOT NULL, -- JSON
  schema_id bigint, -- that the event tells of
  created_at bigint NOT NULL, -- ms since 1970, as are the others
  due_at bigint NOT NULL, -- later than now also while a replica delivers it
  attempts integer NOT NULL DEFAULT 0,
  dead_at bigint, -- when it was given up
  error text -- what the last attempt met
);
CREATE INDEX webhook_deliveries_waiting ON schemagate.webhook_deliveries (endpoint, id) WHERE dead_at IS NULL;
CREATE INDEX webhook_deliveries_dead ON schemagate.webhook_deliveries (id) WHERE dead_at IS NOT NULL;
