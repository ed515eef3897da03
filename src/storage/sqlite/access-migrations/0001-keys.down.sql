-- Loses: every API key.
DROP TABLE access_keys;
