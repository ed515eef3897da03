import { MigrationRefusal } from './history.ts';
import { type MigrationTarget, statusOf } from './runner.ts';
import type { Migration } from './scripts.ts';

export type MigrationState =
  /** Names of migrations, in order. */
  | { readonly known: true; readonly applied: readonly string[]; readonly pending: readonly string[] }
  /** Why this program can't work with the layout: a sentence for the operator. */
  | { readonly known: false; readonly refusal: string };

/** How the layout of a store compares with this program's, for those who only look. */
export async function migrationState(
  target: Pick<MigrationTarget, 'applied'>,
  migrations: readonly Migration[],
): Promise<MigrationState> {
  try {
    return { known: true, ...(await statusOf(target, migrations)) };
  } catch (error) {
    if (error instanceof MigrationRefusal) return { known: false, refusal: error.message };
    throw error;
  }
}
