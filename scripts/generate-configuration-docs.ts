import { writeFileSync } from 'node:fs';
import { configSchema, expected } from '../src/config.ts';

const introduction = `# Configuration

Settings come from the environment; a file \`.env\` in the working directory fills in those that the
environment does not have. A wrong value stops the start, with one message that lists every wrong variable.

This page is generated from \`src/config.ts\` by \`npm run docs\`; a test fails when it is stale.

| Variable | Default | Values | Meaning |
|---|---|---|---|
`;

/** docs/configuration.md as the description of the settings makes it. */
export function renderConfigurationDocs(): string {
  const rows = Object.entries(configSchema.properties).map(([name, schema]) => {
    const byDefault = String(schema.default) === '' ? '(empty)' : `\`${String(schema.default)}\``;
    return `| \`${name}\` | ${byDefault} | ${expected(schema)} | ${String(schema.description)} |\n`;
  });
  return introduction + rows.join('');
}

if (import.meta.main) {
  writeFileSync(new URL('../docs/configuration.md', import.meta.url), renderConfigurationDocs());
}
