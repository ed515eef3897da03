import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const shown = 15;
/** All tests together may take so many seconds on two cores. */
const allowed = 300;

/** Ends a run with the test files that took longest, and with how much of the time allowed is used. */
export default class SlowestFiles implements Reporter {
  #began = 0;

  onTestRunStart(): void {
    this.#began = performance.now();
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    console.log(slowestFiles(modules, process.cwd()).join('\n'));
    const seconds = Math.round((performance.now() - this.#began) / 1000);
    console.log(`\n${seconds} s of the ${allowed} s that all tests together may take\n`);
  }
}

/** A line each for the files that took longest, the longest first: milliseconds, tests, and path. */
export function slowestFiles(
  modules: readonly Pick<TestModule, 'moduleId' | 'diagnostic' | 'children'>[],
  root: string,
): string[] {
  return modules
    .map((module) => {
      const { duration, collectDuration } = module.diagnostic();
      const tests = [...module.children.allTests()].length;
      return { time: Math.round(duration + collectDuration), tests, path: relative(root, module.moduleId) };
    })
    .toSorted((a, b) => b.time - a.time)
    .slice(0, shown)
    .map(
      ({ time, tests, path }) => `${String(time).padStart(7)} ms ${String(tests).padStart(5)} tests  ${path}`,
    );
}
