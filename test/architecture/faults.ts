import { dirname, join, normalize } from 'node:path/posix';
import { type Area, exceptions, house, longFiles, maxLines, maxMedian, processOwners } from './house.ts';
import type { SourceFile } from './source-file.ts';

/** Where the sources break the rules of the house; one sentence each. */
export function faultsOf(files: readonly SourceFile[]): string[] {
  return [
    ...files.flatMap((file) => [
      ...arrowFaults(file),
      ...processFaults(file),
      ...globalFaults(file),
      ...lengthFaults(file),
    ]),
    ...cycleFaults(files),
    ...medianFaults(files),
    ...staleExceptions(files),
  ];
}

function arrowFaults(file: SourceFile): string[] {
  const from = areaOf(file.path);
  if (!from) return [`${file.path} belongs to no part of the house`];
  return file.imports.flatMap((specifier) => {
    const fault = `${file.path} -> ${targetOf(file.path, specifier)}`;
    if (fault in exceptions) return [];
    if (from.packages.test(specifier)) return [];
    const to = specifier.startsWith('.') ? areaOf(targetOf(file.path, specifier)) : undefined;
    const allowed = to !== undefined && (to === from || from.mayImport.includes(to.name));
    return allowed ? [] : [fault];
  });
}

function processFaults({ path, processUses }: SourceFile): string[] {
  return processUses
    .filter((member) => ![processOwners[member] ?? path].flat().includes(path))
    .map((member) => `${path} uses process.${member}`);
}

function globalFaults({ path, names }: SourceFile): string[] {
  const forbidden = areaOf(path)?.withoutGlobals ?? [];
  return forbidden.filter((name) => names.has(name)).map((name) => `${path} uses the global ${name}`);
}

function lengthFaults({ path, lines }: SourceFile): string[] {
  if (lines <= maxLines || path in longFiles) return [];
  return [`${path} has ${lines} lines, over ${maxLines}`];
}

function medianFaults(files: readonly SourceFile[]): string[] {
  const median = medianLines(files);
  return median < maxMedian ? [] : [`the median file has ${median} lines, not under ${maxMedian}`];
}

export function medianLines(files: readonly SourceFile[]): number {
  const lines = files.map((file) => file.lines).sort((a, b) => a - b);
  return lines[Math.floor(lines.length / 2)] ?? 0;
}

function staleExceptions(files: readonly SourceFile[]): string[] {
  const arrows = new Set(
    files.flatMap(({ path, imports }) =>
      imports.map((specifier) => `${path} -> ${targetOf(path, specifier)}`),
    ),
  );
  const long = new Set(files.filter(({ lines }) => lines > maxLines).map(({ path }) => path));
  return [
    ...Object.keys(exceptions).filter((arrow) => !arrows.has(arrow)),
    ...Object.keys(longFiles).filter((path) => !long.has(path)),
  ].map((exception) => `needless exception: ${exception}`);
}

/** Circles of files, one sentence each. */
export function cycleFaults(files: readonly SourceFile[]): string[] {
  return cycles(files).map((cycle) => `import cycle: ${cycle.join(' -> ')}`);
}

/** Circles of files that import each other, found depth first; each once, from where it was entered. */
function cycles(files: readonly SourceFile[]): string[][] {
  const targets = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter((specifier) => specifier.startsWith('.')).map((specifier) => targetOf(path, specifier)),
    ]),
  );
  const found: string[][] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const entered = trail.indexOf(path);
    if (entered >= 0) found.push([...trail.slice(entered), path]);
    if (entered >= 0 || finished.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
}

function areaOf(path: string): Area | undefined {
  return house.find(({ holds }) => holds.test(path));
}

function targetOf(from: string, specifier: string): string {
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : specifier;
}
