import { fileURLToPath } from 'node:url';
import { readMigrations } from '../migrations/scripts.ts';

/** Those of this program. */
export const programMigrations = readMigrations(fileURLToPath(new URL('migrations', import.meta.url)));
