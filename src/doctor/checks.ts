import type { Check } from './check.ts';
import { access } from './checks/access.ts';
import { backups } from './checks/backups.ts';
import { certificate } from './checks/certificate.ts';
import { clock } from './checks/clock.ts';
import { clockHistory } from './checks/clock-history.ts';
import { connections } from './checks/connections.ts';
import { database } from './checks/database.ts';
import { directories } from './checks/directories.ts';
import { diskSpace } from './checks/disk-space.ts';
import { fileModes } from './checks/file-modes.ts';
import { fileSystem } from './checks/file-system.ts';
import { inodes } from './checks/inodes.ts';
import { integrity } from './checks/integrity.ts';
import { memory } from './checks/memory.ts';
import { migrations } from './checks/migrations.ts';
import { nodeVersion } from './checks/node-version.ts';
import { openFiles } from './checks/open-files.ts';
import { ports } from './checks/ports.ts';
import { redis } from './checks/redis.ts';
import { schemaDirectory } from './checks/schema-directory.ts';
import { settings } from './checks/settings.ts';
import { tokenIssuer } from './checks/token-issuer.ts';
import { upstream } from './checks/upstream.ts';
import { webhooks } from './checks/webhooks.ts';

/** All checks, in the order in which they are told. */
export const checks: readonly Check[] = [
  settings,
  nodeVersion,
  fileModes,
  schemaDirectory,
  directories,
  fileSystem,
  diskSpace,
  inodes,
  openFiles,
  memory,
  ports,
  access,
  certificate,
  database,
  migrations,
  connections,
  integrity,
  clock,
  clockHistory,
  backups,
  redis,
  tokenIssuer,
  upstream,
  webhooks,
];
