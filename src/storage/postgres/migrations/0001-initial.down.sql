-- Loses: every schema, version and setting.
DROP TABLE schemagate.counters;
DROP TABLE schemagate.properties;
DROP TABLE schemagate.schema_references;
DROP TABLE schemagate.versions;
DROP TABLE schemagate.schemas;
DROP SEQUENCE schemagate.schema_ids;
DROP TABLE schemagate.settings;
DROP TABLE schemagate.scopes;
