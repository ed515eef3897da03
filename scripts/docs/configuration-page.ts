import { configSchema, expected } from '../../src/config.ts';

const introduction = `<!-- Written by \`npm run docs\`; change the descriptions in src/config.ts, not here. -->
# Configuration

Settings come from the environment; a file \`.env\` in the working directory fills in those that the
environment does not have. A wrong value stops the start, with one message that lists every wrong variable.

| Variable | Default | Values | Meaning |
|---|---|---|---|
`;

/** docs/configuration.md */
export function configurationPage(): string {
  const rows = Object.entries(configSchema.properties).map(([name, schema]) => {
    const byDefault = String(schema.default) === '' ? '(empty)' : `\`${String(schema.default)}\``;
    return `| \`${name}\` | ${byDefault} | ${expected(schema)} | ${String(schema.description)} |\n`;
  });
  return introduction + rows.join('');
}
