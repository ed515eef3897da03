// Writes the notices of all packages that are shipped, with the texts of their licences, for those who hand them on:
//   npm run notices -- [--output FILE]
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenceOf } from './supply-chain/licences.ts';
import { lockedPackages } from './supply-chain/lock-file.ts';
import { optionsOf } from './usage.ts';

const values = optionsOf(import.meta.filename, {
  output: { type: 'string', default: 'THIRD-PARTY-NOTICES.txt' },
});
const shipped = lockedPackages().filter(({ dev, path }) => !dev && existsSync(path));
const texts = shipped.map((each) => {
  const files = readdirSync(each.path, { withFileTypes: true })
    .filter((file) => file.isFile() && /^(?:licen[cs]e|copying|notice)/i.test(file.name))
    .map(({ name }) => name);
  const notices = files.toSorted().map((file) => readFileSync(join(each.path, file), 'utf8').trim());
  return [`${each.name} ${each.version}`, `Licence: ${licenceOf(each) ?? 'unknown'}`, ...notices].join(
    '\n\n',
  );
});
writeFileSync(values.output, `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
console.log(`${values.output}: ${texts.length} packages`);
