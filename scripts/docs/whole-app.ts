import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { generate } from 'selfsigned';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';

/**
 * The API server with all that is optional and can be measured switched on, not listening; its files are in a
 * directory. Whoever builds it closes it.
 */
export async function buildWholeApp(
  directory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<FastifyInstance> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
  });
  const inDirectory = (name: string) => join(directory, name);
  for (const [name, text] of Object.entries({ 'tls.crt': cert, 'tls.key': key }))
    writeFileSync(inDirectory(name), text, { mode: 0o600 });
  mkdirSync(inDirectory('schemas'));
  const loaded = loadConfig({
    DATA_DIR: inDirectory('data'),
    BACKUP_DIR: inDirectory('backups'),
    SCHEMA_DIR: inDirectory('schemas'),
    TLS_CERT_FILE: inDirectory('tls.crt'),
    TLS_KEY_FILE: inDirectory('tls.key'),
    WEBHOOKS: JSON.stringify([
      { name: 'ci', url: 'https://ci.invalid/hook', secrets: [`whsec_${'A'.repeat(32)}`] },
    ]),
    LOG_LEVEL: 'silent',
    ...settings,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const log = { write: () => undefined, waitingBytes: 0, droppedBytes: 0 };
  const app = await buildApp({ config: loaded.config, log });
  await app.ready();
  await app.schemasLoaded;
  return app;
}
