import { configSchema, expected } from '../../src/config.ts';

/** .env.example: every setting with its default, switched off. */
export function envExample(): string {
  const settings = Object.entries(configSchema.properties).map(
    ([name, schema]) =>
      `# ${schema.description}\n# Takes ${expected(schema)}.\n#${name}=${String(schema.default)}\n`,
  );
  return `# Settings, all optional: copy to .env, then take the # from the lines you change.\n# Written by \`npm run docs\`.\n\n${settings.join('\n')}`;
}
