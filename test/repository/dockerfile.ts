/** One instruction of a Dockerfile, continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export function instructionsOf(dockerfile: string): Instruction[] {
  const joined = dockerfile.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n/g, ' ');
  return joined
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', text = ''] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name: name.toUpperCase(), text: text.trim() };
    });
}

/** Where a Dockerfile breaks the rules for an image that may run anywhere; one sentence each. */
export function dockerfileFaults(dockerfile: string): string[] {
  const all = instructionsOf(dockerfile);
  const last = all.slice(all.findLastIndex(({ name }) => name === 'FROM'));
  const of = (name: string) =>
    last.filter((instruction) => instruction.name === name).map(({ text }) => text);
  const [user = 'root'] = of('USER').slice(-1);
  const [command = ''] = of('CMD');
  const faults = [
    ...baseFaults(all),
    ...all.filter(({ name }) => name === 'ADD').map(({ text }) => `ADD ${text}: use COPY`),
    ...all
      .filter(({ name, text }) => name === 'RUN' && /\b(curl|wget)\b/.test(text))
      .map(({ text }) => `RUN ${text}`),
  ];
  if (/^(root|0)(:|$)/.test(user)) faults.push('runs as root');
  if (of('HEALTHCHECK').length !== 1) faults.push('has no health check');
  if (!command.startsWith('["node"')) faults.push('does not run node itself');
  if (of('VOLUME').length === 0) faults.push('keeps its data inside');
  if (all.filter(({ name }) => name === 'FROM').length < 2) faults.push('has one stage');
  if (last.some(({ name, text }) => name === 'RUN' && /\bnpm\b/.test(text)))
    faults.push('installs in the last stage');
  if (last.some(({ name, text }) => name === 'COPY' && text.startsWith('. ')))
    faults.push('copies everything');
  if (all.some(({ name, text }) => /^(ENV|ARG)$/.test(name) && /password|secret|token/i.test(text))) {
    faults.push('holds a secret');
  }
  return faults;
}

function baseFaults(all: readonly Instruction[]): string[] {
  const defaults = new Map(
    all
      .filter(({ name }) => name === 'ARG')
      .map(({ text }): [string, string] => [text.split('=')[0] ?? '', text.split('=')[1] ?? '']),
  );
  return all
    .filter(({ name }) => name === 'FROM')
    .map(({ text }) => text.split(' ')[0] ?? '')
    .map((image) => image.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => defaults.get(name) ?? ''))
    .filter((image) => !/^[\w./-]+:(?!latest)[\w.-]*\d[\w.-]*@sha256:[0-9a-f]{64}$/.test(image))
    .map((image) => `the base ${image} is not pinned to a version and a digest`);
}
