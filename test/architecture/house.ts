/**
 * The house: which part of the sources may know which other. ARCHITECTURE.md draws the same picture.
 */
export interface Area {
  readonly name: string;
  /** Paths that belong to it. */
  readonly holds: RegExp;
  /** Names of the areas it may import from, besides itself. */
  readonly mayImport: readonly string[];
  /** Packages and built-in modules that it may import. */
  readonly packages: RegExp;
  /** Globals that it may not touch: they are passed in. */
  readonly withoutGlobals?: readonly string[];
}

export const house: readonly Area[] = [
  {
    name: 'registry',
    holds: /^src\/registry\//,
    mayImport: [],
    packages: /^node:crypto$/,
    withoutGlobals: ['process', 'Date', 'performance', 'setTimeout', 'setInterval', 'fetch', 'console'],
  },
  {
    name: 'formats/json-schema',
    holds: /^src\/formats\/json-schema\//,
    mayImport: ['registry'],
    // node:vm bounds the time of a pattern's compilation; none of these does input or output.
    packages: /^node:(crypto|vm)$/,
    withoutGlobals: ['process', 'Date', 'fetch', 'console'],
  },
  {
    name: 'costly-work',
    holds: /^src\/costly-work\//,
    mayImport: ['registry', 'formats/json-schema'],
    packages: /^(piscina|lru-cache|node:(module|os))$/,
    withoutGlobals: ['process', 'Date', 'fetch', 'console'],
  },
  {
    name: 'storage/migrations',
    holds: /^src\/storage\/migrations\//,
    mayImport: [],
    packages: /^(umzug|node:(crypto|fs|path))$/,
    withoutGlobals: ['process', 'Date', 'fetch', 'console'],
  },
  {
    name: 'storage/common',
    holds: /^src\/storage\/common\//,
    mayImport: ['registry'],
    packages: /^node:crypto$/,
    withoutGlobals: ['process', 'Date', 'fetch', 'console'],
  },
  {
    name: 'storage/sqlite',
    holds: /^src\/storage\/sqlite\//,
    mayImport: ['registry', 'access', 'storage/common', 'storage/migrations'],
    packages: /^node:(sqlite|crypto|fs|module|path|url|worker_threads)$/,
    withoutGlobals: ['console'],
  },
  {
    name: 'storage/postgres',
    holds: /^src\/storage\/postgres\//,
    mayImport: ['registry', 'access', 'storage/common', 'storage/migrations'],
    packages: /^(pg|pg-cursor|cockatiel|node:(crypto|fs|net|path|url|timers\/promises))$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'storage/cached',
    holds: /^src\/storage\/cached\//,
    mayImport: ['registry', 'storage/common'],
    packages: /^(lru-cache|node:(timers\/promises))$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'storage',
    holds: /^src\/storage\/[^/]+\.ts$/,
    mayImport: [
      'registry',
      'access',
      'storage/cached',
      'storage/migrations',
      'storage/sqlite',
      'storage/postgres',
    ],
    packages: /^$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'schema-tree',
    holds: /^src\/schema-tree\//,
    mayImport: ['registry'],
    packages: /^(yaml|node:(crypto|fs|fs\/promises|path|timers\/promises|util))$/,
    withoutGlobals: ['process', 'Date', 'console'],
  },
  {
    name: 'backup',
    holds: /^src\/backup\//,
    mayImport: ['registry'],
    packages: /^(s3mini|node:(crypto|fs|fs\/promises|path|stream|stream\/promises|zlib))$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'access',
    holds: /^src\/access\//,
    mayImport: ['registry'],
    packages: /^(jose|node:(crypto|zlib))$/,
    withoutGlobals: ['process', 'Date', 'fetch', 'console'],
  },
  {
    name: 'audit',
    holds: /^src\/audit\//,
    mayImport: ['redaction'],
    packages: /^node:(crypto|fs|fs\/promises|path)$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'upstream',
    holds: /^src\/upstream\//,
    mayImport: ['registry'],
    packages: /^lru-cache$/,
    withoutGlobals: ['process', 'Date', 'fetch', 'console'],
  },
  {
    name: 'webhooks',
    holds: /^src\/webhooks\//,
    mayImport: ['registry'],
    packages: /^node:crypto$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'outbound',
    holds: /^src\/outbound\//,
    mayImport: [],
    packages: /^(undici|cockatiel|node:(net|dns|stream))$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'flags',
    holds: /^src\/flags\//,
    mayImport: ['typebox'],
    packages: /^(@openfeature\/server-sdk|yaml|node:fs)$/,
    withoutGlobals: ['process', 'Date', 'fetch', 'console'],
  },
  {
    name: 'verify',
    holds: /^src\/verify\//,
    mayImport: [],
    packages: /^(yaml|node:(crypto|events|fs|timers\/promises|tls))$/,
    withoutGlobals: ['process', 'console'],
  },
  {
    name: 'host',
    holds: /^src\/host\//,
    mayImport: [],
    packages: /^node:(crypto|fs|fs\/promises|net|path)$/,
    withoutGlobals: ['process', 'Date', 'fetch', 'console'],
  },
  {
    name: 'jobs',
    holds: /^src\/jobs\//,
    mayImport: [
      'registry',
      'formats/json-schema',
      'schema-tree',
      'storage',
      'storage/sqlite',
      'backup',
      'outbound',
      'access',
      'audit',
      'config',
      'version',
    ],
    packages: /^node:(fs\/promises|os|path|worker_threads)$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'doctor',
    holds: /^src\/doctor\//,
    mayImport: [
      'storage/migrations',
      'storage/sqlite',
      'storage/postgres',
      'jobs',
      'backup',
      'outbound',
      'webhooks',
      'upstream',
      'access',
      'flags',
      'host',
      'config',
      'redaction',
      'version',
    ],
    packages:
      /^(ioredis|croner|node:(child_process|events|fs|fs\/promises|http|https|net|path|stream\/consumers|url))$/,
    withoutGlobals: ['fetch', 'console'],
  },
  {
    name: 'plugins',
    holds: /^src\/plugins\//,
    mayImport: [
      'registry',
      'formats/json-schema',
      'costly-work',
      'schema-tree',
      'storage',
      'storage/sqlite',
      'storage/postgres',
      'backup',
      'outbound',
      'webhooks',
      'upstream',
      'flags',
      'access',
      'audit',
      'jobs',
      'host',
      'config',
      'redaction',
      'typebox',
      'version',
    ],
    packages:
      /^(fastify|fastify-plugin|fastify-metrics|fastify\/types\/.*|@fastify\/.*|@prometheus-io\/client|@opentelemetry\/.*|pino|lru-cache|ioredis|yaml|croner|node:(?!sqlite|process|child_process|vm).*)$/,
    withoutGlobals: ['console'],
  },
  {
    name: 'routes',
    holds: /^src\/routes\//,
    mayImport: ['registry', 'typebox'],
    packages: /^(fastify|@fastify\/type-provider-typebox)$/,
    withoutGlobals: ['process', 'fetch', 'console', 'Date'],
  },
  {
    name: 'app',
    holds: /^src\/(app|metrics-app|server-options|api-description)\.ts$/,
    mayImport: ['plugins', 'routes', 'config', 'host', 'version'],
    packages: /^(fastify|@prometheus-io\/client)$/,
    withoutGlobals: ['process', 'console'],
  },
  {
    name: 'server',
    holds: /^src\/(server|shutdown|start-failure)\.ts$/,
    mayImport: ['app', 'config', 'redaction', 'version'],
    packages: /^(close-with-grace|fastify|node:.*)$/,
  },
  {
    name: 'commands',
    holds: /^src\/commands\//,
    mayImport: [
      'jobs',
      'storage',
      'access',
      'backup',
      'audit',
      'schema-tree',
      'verify',
      'doctor',
      'registry',
      'config',
      'redaction',
      'version',
    ],
    packages: /^(commander|node:util)$/,
    withoutGlobals: ['process', 'fetch', 'console'],
  },
  {
    name: 'cli',
    holds: /^src\/cli\.ts$/,
    mayImport: ['commands', 'config', 'server'],
    packages: /^$/,
  },
  {
    name: 'config',
    holds: /^src\/config(\.ts$|\/)/,
    mayImport: ['redaction', 'registry', 'flags', 'typebox'],
    packages: /^(env-schema|node:fs|node:util)$/,
  },
  { name: 'redaction', holds: /^src\/redaction\.ts$/, mayImport: [], packages: /^$/ },
  {
    name: 'typebox',
    holds: /^src\/typebox(-check)?\.ts$/,
    mayImport: [],
    packages: /^@sinclair\/typebox(\/errors)?$/,
  },
  { name: 'version', holds: /^src\/version\.ts$/, mayImport: [], packages: /^\.\.\/package\.json$/ },
];

/** Single arrows that the table forbids, each with the reason why it stands. */
export const exceptions: Readonly<Record<string, string>> = {
  'src/server.ts -> src/plugins/logging/log-output.ts':
    'The log outlives both servers, so that whoever ends the process makes and flushes it.',
};

/** Who alone may use a member of `process` that reaches beyond reading facts. */
export const processOwners: Readonly<Record<string, string | readonly string[]>> = {
  env: 'src/config.ts',
  exit: 'src/server.ts',
  exitCode: ['src/server.ts', 'src/cli.ts'],
  abort: 'src/server.ts',
  kill: 'src/server.ts',
  on: 'src/server.ts',
  once: 'src/server.ts',
  addListener: 'src/server.ts',
  stdout: ['src/server.ts', 'src/cli.ts'],
  stderr: ['src/server.ts', 'src/cli.ts'],
  stdin: 'src/server.ts',
  '*': 'nobody',
};

export const maxLines = 300;
export const maxMedian = 100;

/** Files over the limit, each with the reason why it is one piece. */
export const longFiles: Readonly<Record<string, string>> = {};
