import type { MigrationState } from '../../storage/migrations/state.ts';
import type { Check } from '../check.ts';
import { type Finding, messageOf, notChecked, ok, problem, warning } from '../finding.ts';

/** Whether this program can work with the layout of the store. */
export const migrations: Check = {
  id: 'migrations',
  looksAt: 'the layout of the store: migrations pending, or newer than this program',
  async run({ config, store }) {
    try {
      return judgeLayout((await store()).migrations, config.MIGRATE);
    } catch (error) {
      return notChecked(`the store can't be read: ${messageOf(error)}`);
    }
  },
};

/** What a start would do about it. */
export function judgeLayout(state: MigrationState, migrate: 'auto' | 'off'): Finding {
  if (!state.known)
    return problem(
      state.refusal.replace(/\.$/, ''),
      'start the version that made it, or see docs/operations/upgrade-and-rollback.md',
    );
  const { applied, pending } = state;
  if (pending.length === 0) return ok(`all ${applied.length} migrations are applied`);
  const names = pending.join(', ');
  if (migrate === 'off')
    return problem(`${names} are pending, and MIGRATE is off: it does not start`, 'schemagate migrate up');
  if (applied.length === 0) return ok('there is no store yet: the first start makes it');
  return warning(`${names} are pending: the next start applies them`, 'make a backup before that start');
}
