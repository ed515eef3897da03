import { createHash } from 'node:crypto';
import type { Migration } from './scripts.ts';

/** What a database remembers of a migration. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** The migrations can't be worked with, or one failed. The message is for the operator, without secrets. */
export class MigrationRefusal extends Error {
  override readonly name = 'MigrationRefusal';
  readonly reason: 'newer-version' | 'changed-script' | 'migration-failed';

  constructor(reason: MigrationRefusal['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Of the way up alone: a better way back may be written later. Line ends may differ between checkouts. */
export function checksumOf({ up }: Migration): string {
  return createHash('sha256').update(up.replaceAll('\r\n', '\n')).digest('hex');
}

/** What is noted of a migration that this program applies. */
export function appliedNow(migration: Migration): AppliedMigration {
  return { name: migration.name, checksum: checksumOf(migration) };
}

/**
 * Compares what was applied with what this program would apply.
 * @throws MigrationRefusal when the database is newer than the program, or a script was altered since
 */
export function assertKnown(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((each) => [each.name, checksumOf(each)]));
  for (const { name, checksum } of applied) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new MigrationRefusal(
        'newer-version',
        `The database was migrated by a newer version of this program: it has ${name}, which this version ` +
          'does not know. Start the newer version, or let it migrate the database down first.',
      );
    }
    if (expected !== checksum) {
      throw new MigrationRefusal(
        'changed-script',
        `The script of migration ${name} is not the one that was applied to the database.`,
      );
    }
  }
}
