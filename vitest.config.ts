import { defineConfig } from 'vitest/config';

export const coverageThresholds = { lines: 95, branches: 95, functions: 95, statements: 95 };

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is polled for comes late on a machine that is busy.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    // Node runs the tests as it runs the service. Each file has a process of its own: in a shared one that lives as long
    // as the run, V8 loses a tenth of the branches that were covered, and not the same each time.
    isolate: true,
    experimental: { viteModuleRunner: false, nodeLoader: false },
    globalSetup: ['test/run/global-setup.ts'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
      thresholds: coverageThresholds,
    },
  },
});
