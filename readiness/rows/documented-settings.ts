import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

/** Every setting is documented. */
export const row: Row = {
  id: 'documented-settings',
  group: 'configuration',
  title: 'Every setting is documented',
  risk: 'high',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const { configSchema } = await candidate.load<{ configSchema: { properties: Record<string, unknown> } }>(
      'src/config.ts',
    );
    const page = candidate.read('docs/configuration.md');
    const names = Object.keys(configSchema.properties);
    return judged(
      names.filter((name) => !page.includes(`\`${name}\``)).map((name) => `${name} is not`),
      `${names.length} settings, each on docs/configuration.md`,
    );
  },
  breaks: () => ({
    reason: /^COMPATIBILITY_LEVEL is not$/,
    edits: { 'docs/configuration.md': without(/`COMPATIBILITY_LEVEL`/g) },
  }),
};
