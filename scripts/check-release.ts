// Looks whether package.json, its lock file, change log, manifests and tags agree on the version:
//   node scripts/check-release.ts [--json] [--released]
// Ends with code 1 when they don't, and with --released also when what is checked out is not tagged.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf, entryFaults } from './release/change-log.ts';
import { placeFaults } from './release/places.ts';
import { migrationsNow, type Tag, tagFaults, tagsOf } from './release/tags.ts';
import { optionsOf } from './usage.ts';

const values = optionsOf(import.meta.filename, {
  json: { type: 'boolean', default: false },
  released: { type: 'boolean', default: false },
  root: { type: 'string', default: '.' },
});
const read = (path: string) => readFileSync(join(values.root, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };
const entries = entriesOf(read('CHANGELOG.md'));
const tags = tagsOf(values.root);
const state = stateOf(tags);
const faults = [
  ...placeFaults(version, read),
  ...entryFaults(entries),
  ...(tags === undefined ? [] : tagFaults(version, tags, entries, migrationsNow(values.root))),
];
if (values.released && state !== 'released') faults.push(`${version} is not released: ${state}`);
const previous = tags?.find((tag) => tag.version !== version)?.version ?? null;
if (values.json) console.log(JSON.stringify({ version, state, previous, faults }));
else {
  for (const fault of faults) console.error(fault);
  console.log(`${version}: ${state}; before it: ${previous ?? 'no tagged version'}; ${faults.length} faults`);
}
process.exitCode = faults.length === 0 ? 0 : 1;

function stateOf(tags: readonly Tag[] | undefined): string {
  if (tags === undefined) return 'unknown, since the tags are not here';
  if (tags.some((tag) => tag.version === version && tag.checkedOut)) return 'released';
  return entries[0]?.date === undefined ? 'in preparation' : 'ready to be tagged';
}
