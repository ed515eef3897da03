import { house } from './house.ts';

/** Leaves that the picture leaves out. */
const leaves = new Set(['redaction', 'typebox', 'version']);

/** Arrows of the table, as the picture should have them: engines and formats by their kind. */
export function arrowsOfHouse(): string[] {
  return house
    .flatMap(({ name, mayImport }) => mayImport.map((target) => [kindOf(name), kindOf(target)] as const))
    .filter(([from, target]) => from !== target && !leaves.has(target))
    .map(([from, to]) => `${from} --> ${to}`);
}

/** Arrows of the Mermaid picture in a page. */
export function arrowsOfPicture(page: string): string[] {
  const [, picture = ''] = /```mermaid\n([\s\S]*?)```/.exec(page) ?? [];
  return [...picture.matchAll(/^\s*([\w-]+ --> [\w-]+)$/gm)].map(([, arrow = '']) => arrow);
}

function kindOf(area: string): string {
  return area.split('/')[0] ?? area;
}
