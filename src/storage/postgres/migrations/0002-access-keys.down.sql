-- Loses: every API key.
DROP TABLE schemagate.access_keys;
