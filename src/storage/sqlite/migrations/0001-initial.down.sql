-- Loses: every schema, version and setting.
DROP TABLE properties;
DROP TABLE referrers;
DROP TABLE versions;
DROP TABLE schemas;
DROP TABLE scopes;
