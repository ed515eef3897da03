import type { LockedPackage } from './lock-file.ts';

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly components?: readonly Component[];
}

export interface Sbom {
  readonly bomFormat?: string;
  readonly components?: readonly Component[];
}

/** How a bill of materials differs from what the lock file says is shipped. */
export function sbomFaults(sbom: Sbom, packages: readonly LockedPackage[]): readonly string[] {
  const listed = new Set(allOf(sbom.components ?? []));
  const shipped = new Set(
    packages.filter(({ dev }) => !dev).map(({ name, version }) => `${name}@${version}`),
  );
  return [
    ...(sbom.bomFormat === 'CycloneDX' ? [] : ['it is not CycloneDX']),
    ...[...shipped].filter((each) => !listed.has(each)).map((each) => `${each} is not in it`),
    ...[...listed].filter((each) => !shipped.has(each)).map((each) => `${each} is in it, and not shipped`),
  ];
}

function allOf(components: readonly Component[]): readonly string[] {
  return components.flatMap(({ group, name, version, components: inner = [] }) => [
    `${group === undefined ? '' : `${group}/`}${name}@${version}`,
    ...allOf(inner),
  ]);
}
