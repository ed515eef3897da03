import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';

export const chart = 'deploy/helm/schemagate';
const source = 'test/deploy/chart/render.go';
const directory = 'node_modules/.cache/schemagate-tests';
const program = `${directory}/render-chart`;

/** Where Debian's packages put the libraries: golang-github-masterminds-sprig-dev and golang-gopkg-yaml.v3-dev. */
const libraries = '/usr/share/gocode';

export type Rendered = { readonly text: string } | { readonly error: string };

/** Whether the program that renders charts can be built here. */
export function canRender(): boolean {
  const has = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;
  return (
    spawnSync('go', ['version']).status === 0 &&
    has(`${libraries}/src/github.com/Masterminds/sprig`) &&
    has(`${libraries}/src/gopkg.in/yaml.v3`)
  );
}

/** Renders the chart with each of these values over its own. The program is built when its source is newer. */
export function renderChart(cases: readonly unknown[]): readonly Rendered[] {
  mkdirSync(directory, { recursive: true });
  const built = statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < statSync(source).mtimeMs) {
    run('go', ['build', '-o', program, source], '');
  }
  return JSON.parse(run(program, [chart], JSON.stringify(cases)));
}

function run(command: string, words: readonly string[], input: string): string {
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: libraries };
  const { stdout, stderr, status } = spawnSync(command, words, { encoding: 'utf8', input, env });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
