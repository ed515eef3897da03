/** One bar. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Ours, set off from what it is compared with. */
  readonly strong: boolean;
}

/** Bars under a heading. */
export interface Group {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 760;
const left = 300;
const right = 60;
const line = 22;
const titleLine = 30;

/** A chart of horizontal bars as SVG, readable on light and dark pages. */
export function barChart(title: string, groups: readonly Group[]): string {
  const longest = Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const parts: string[] = [];
  let y = titleLine;
  for (const group of groups) {
    y += titleLine;
    parts.push(text(10, y - 8, group.title, 'font-weight="bold"'));
    for (const { name, value, strong } of group.bars) {
      const length = ((width - left - right) * value) / longest;
      parts.push(
        text(left - 8, y + 13, name, 'text-anchor="end"'),
        `<rect x="${left}" y="${y + 2}" width="${length.toFixed(1)}" height="${line - 6}" fill="${strong ? '#0b6e99' : '#9aa5ab'}"/>`,
        text(left + length + 6, y + 13, value.toFixed(1)),
      );
      y += line;
    }
  }
  const height = y + 14;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#1c2327" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(10, 22, title, 'font-size="15" font-weight="bold"'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y}"${attributes && ` ${attributes}`}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
