import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** How a run of tests went. Unlike vitest's JSON it knows errors that belong to no test, and failed hooks by name. */
export interface RunReport {
  readonly files: readonly FileReport[];
  /** Errors that no test caught, and workers that died. */
  readonly unhandled: readonly string[];
}

export interface FileReport {
  readonly path: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of tests, of hooks, and of the file itself when it could not be loaded. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly name: string;
  readonly message: string;
}

/** Lines shown of a message, and of a difference between what was expected and what came. */
const shown = 12;

/** Writes the report of a run to the file that TEST_REPORT names. */
export default class RunReportFile implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const path = process.env['TEST_REPORT'];
    if (path === undefined) throw new Error('TEST_REPORT must name the file to write');
    writeFileSync(path, JSON.stringify(runReport(modules, unhandled, process.cwd())));
  }
}

export function runReport(
  modules: readonly Pick<TestModule, 'moduleId' | 'children' | 'errors'>[],
  unhandled: readonly SerializedError[],
  root: string,
): RunReport {
  return {
    files: modules.map((module) => fileReport(module, root)),
    unhandled: unhandled.map((error) => text(error, root)),
  };
}

function fileReport(module: Pick<TestModule, 'moduleId' | 'children' | 'errors'>, root: string): FileReport {
  const results = [...module.children.allTests()].map((test) => ({
    name: test.fullName,
    ...test.result(),
  }));
  const count = (state: string) => results.filter((result) => result.state === state).length;
  const failures = [
    ...results
      .filter(({ state }) => state === 'failed')
      .map(({ name, errors }) => ({ name, message: text(errors?.[0], root) })),
    ...[...module.children.allSuites()].flatMap((suite) =>
      suite.errors().map((error) => ({ name: `${suite.fullName} (hook)`, message: text(error, root) })),
    ),
    ...module.errors().map((error) => ({ name: '(file or its hooks)', message: text(error, root) })),
  ];
  const passed = count('passed');
  const failed = count('failed');
  return {
    path: relative(root, module.moduleId),
    passed,
    failed,
    skipped: results.length - passed - failed,
    failures,
  };
}

function text(error: SerializedError | undefined, root: string): string {
  if (error === undefined) return 'no message';
  const { message, stacks, diff } = error;
  const place = stacks?.[0];
  const lines = [
    ...firstLines(message),
    ...firstLines(typeof diff === 'string' ? diff : ''),
    ...(place === undefined ? [] : [`at ${relative(root, place.file)}:${place.line}`]),
  ];
  return stripVTControlCharacters(lines.join('\n'));
}

function firstLines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, shown);
}
