/** One line of a scrape. */
export interface Series {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

/** Which series are meant, as PromQL writes it. */
export interface Selector {
  readonly name: string;
  readonly matches: (labels: ReadonlyMap<string, string>) => boolean;
}

const label = /([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g;

/** The series of a scrape in Prometheus' text format. */
export function seriesOf(scrape: string): Series[] {
  return [...scrape.matchAll(/^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)/gm)].map(
    ([, name = '', labels = '', value]) => ({
      name,
      labels: new Map([...labels.matchAll(label)].map(([, key = '', , text = '']) => [key, unescaped(text)])),
      value: Number(value),
    }),
  );
}

/**
 * Reads a selector such as `name{route!~"/health.*", status_code=~"5.."}`. As in Prometheus, patterns have to match
 * the whole value, and a label that is not there is empty.
 * @throws Error when it is none
 */
export function readSelector(text: string): Selector {
  const [, name, labels = ''] = /^\s*([A-Za-z_:][\w:]*)\s*(?:\{(.*)\})?\s*$/s.exec(text) ?? [];
  // Nothing but commas may stand between the conditions.
  if (name === undefined || !/^[\s,]*$/.test(labels.replace(label, '')))
    throw new Error(`${text} is no selector`);
  const conditions = [...labels.matchAll(label)].map(([, key = '', operator = '', value = '']) => {
    const wanted = unescaped(value);
    const pattern = new RegExp(`^(?:${operator.endsWith('~') ? wanted : RegExp.escape(wanted)})$`);
    return (has: ReadonlyMap<string, string>) =>
      pattern.test(has.get(key) ?? '') !== operator.startsWith('!');
  });
  return { name, matches: (has) => conditions.every((holds) => holds(has)) };
}

/** The sum of all series that are meant. */
export function sumOf(all: readonly Series[], { name, matches }: Selector): number {
  return all
    .filter((series) => series.name === name && matches(series.labels))
    .reduce((sum, { value }) => sum + value, 0);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
