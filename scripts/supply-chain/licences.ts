import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LockedPackage } from './lock-file.ts';

/** Licences that ask for no more than to be named: what is shipped must have one. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
]);

/** Licences that are fine for tools, which are not shipped. */
const forTools = new Set([
  ...permissive,
  'Artistic-2.0',
  'BSD-2-Clause-Views',
  'CC-BY-3.0',
  'MPL-2.0',
  'Python-2.0',
  'WTFPL',
  'Zlib',
]);

/** Packages whose package.json says nothing of it, or nothing that can be understood, by what else they say. */
const readElsewhere: Readonly<Record<string, string>> = {
  '@kafkajs/confluent-schema-registry': 'MIT',
  'humanize-number': 'MIT',
  only: 'MIT',
};

/** The licence of a package as an SPDX expression; undefined when nobody knows. */
export function licenceOf({ path, name, licence }: Pick<LockedPackage, 'path' | 'name' | 'licence'>) {
  if (typeof licence === 'string') return licence;
  const file = join(path, 'package.json');
  const said = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown; licenses?: unknown })
    : {};
  return [said.license, said.licenses, licence].map(asExpression).find(Boolean) ?? readElsewhere[name];
}

/** Packages that may not be used as they are, one sentence each. */
export function licenceFaults(packages: readonly LockedPackage[]): readonly string[] {
  return packages.flatMap((each) => {
    const licence = licenceOf(each);
    const where = `${each.name}@${each.version}`;
    if (licence === undefined) {
      // Of another platform: it is neither here nor shipped.
      return each.dev && each.optional && !existsSync(each.path) ? [] : [`${where} has no known licence`];
    }
    return allows(licence, each.dev ? forTools : permissive)
      ? []
      : [`${where} is under ${licence}, which is not on the list`];
  });
}

/** Whether one choice of an SPDX expression (without exceptions) is made of allowed licences alone. */
export function allows(expression: string, allowed: ReadonlySet<string>): boolean {
  const choices = expression.replaceAll(/[()]/g, '').split(/\s+OR\s+/);
  return choices.some((choice) => choice.split(/\s+AND\s+/).every((licence) => allowed.has(licence.trim())));
}

// The forms that npm took before SPDX.
function asExpression(said: unknown): string | undefined {
  if (typeof said === 'string') return said;
  const types = (Array.isArray(said) ? said : [said]).flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'type' in each ? [String(each.type)] : [],
  );
  return types.length > 0 ? types.join(' OR ') : undefined;
}
