const token = /"(?:[^"\\]|\\.)*"|\n|[{}[\],:]|[^"\n{}[\],:]+/gsu;

interface Frame {
  /** How the paths of its parts begin; undefined away from the path that is looked for. */
  readonly prefix: string | undefined;
  readonly array: boolean;
  index: number;
  /** What the next value is at; undefined away from the path. */
  at: string | undefined;
}

/**
 * The line, from 1, of what a path such as `#/properties/a` leads to in JSON text, or of the innermost part on the
 * way to it that is there. Names in the path may be written as in a JSON Pointer or as they are.
 */
export function lineOfPath(text: string, path: string): number {
  const target = path.replace(/^#\/?/, '');
  const leads = (at: string) => at === target || target.startsWith(`${at}/`);
  const frames: Frame[] = [];
  let [line, best, reached] = [1, 0, -1];
  const enter = (at: string) => {
    if (at.length > reached) [best, reached] = [line, at.length];
  };
  for (const [part] of text.matchAll(token)) {
    const frame = frames.at(-1);
    if (part === '\n') line += 1;
    else if (part === '{' || part === '[') {
      const at = frame === undefined ? '' : placeOf(frame, leads);
      if (at !== undefined) enter(at);
      const prefix = at === undefined || at === '' ? at : `${at}/`;
      frames.push({ prefix, array: part === '[', index: 0, at: undefined });
    } else if (part === '}' || part === ']') frames.pop();
    else if (part === ',' && frame) [frame.index, frame.at] = [frame.index + 1, undefined];
    else if (part.startsWith('"') && frame?.prefix !== undefined && !frame.array && frame.at === undefined) {
      const name = JSON.parse(part) as string;
      const ways = [name, name.replaceAll('~', '~0').replaceAll('/', '~1')];
      frame.at = ways.map((way) => `${frame.prefix}${way}`).find(leads) ?? '';
      if (frame.at !== '') enter(frame.at);
    } else if (frame?.array && part.trim() !== '') {
      const at = placeOf(frame, leads);
      if (at !== undefined) enter(at);
    }
  }
  return Math.max(best, 1);
}

/** Where the value that begins now stands; undefined away from the path. */
function placeOf(frame: Frame, leads: (at: string) => boolean): string | undefined {
  if (frame.prefix === undefined) return undefined;
  if (!frame.array) return frame.at === '' ? undefined : frame.at;
  const at = `${frame.prefix}${frame.index}`;
  return leads(at) ? at : undefined;
}
