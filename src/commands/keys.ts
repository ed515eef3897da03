import { Command } from 'commander';
import type { Keys, KeyView } from '../access/keys.ts';
import { type KeyAnswer, keyAnswer, type ShownKeyAnswer, shownKeyAnswer } from '../jobs/key-answer.ts';
import { withKeys } from '../jobs/manage-keys.ts';
import { recorded } from '../jobs/recorded.ts';
import { duration } from './duration.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer } from './output.ts';
import { settingsOf } from './settings.ts';

const day = 86_400_000;

/** `schemagate keys` and its subcommands */
export function keysCommand(environment: CommandEnvironment): Command {
  return new Command('keys')
    .description('make, list, rotate and revoke API keys, also while the service runs')
    .addCommand(createCommand(environment))
    .addCommand(listCommand(environment))
    .addCommand(rotateCommand(environment))
    .addCommand(revokeCommand(environment));
}

function createCommand(environment: CommandEnvironment): Command {
  return new Command('create')
    .description('make a key and show it, this once')
    .requiredOption('--name <name>', 'whose it is, for people')
    .requiredOption(
      '--grant <grant...>',
      'reader, writer, admin or metrics; for subjects of a prefix after a colon, as in writer:orders.',
    )
    .option('--expires <duration>', 'how long it is good, such as 90d; for good unless given', duration)
    .option('--json', 'answer in JSON')
    .action(async ({ name, grant, expires, json }: CreateFlags) => {
      const made = await changeKeys(environment, 'created', (keys) =>
        keys.create({ name, grants: grant, expiresAt: endOf(expires) }),
      );
      environment.write(shown(json, shownKeyAnswer(made)));
    });
}

interface CreateFlags {
  readonly name: string;
  readonly grant: readonly string[];
  readonly expires?: number;
  readonly json?: true;
}

function listCommand(environment: CommandEnvironment): Command {
  return new Command('list')
    .description('list keys, the oldest first, revoked ones included; never their secrets')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: true }) => {
      const views = await withKeys(settingsOf(environment), (keys) => keys.list());
      const keys = views.map(keyAnswer);
      environment.write(answer(json, { keys }, keys.map(line).join('\n') || 'no keys'));
    });
}

function rotateCommand(environment: CommandEnvironment): Command {
  return new Command('rotate')
    .description('give a key another secret and show it, this once')
    .argument('<id>', 'the key: sgk_<id>_…')
    .option('--overlap <duration>', 'how long the secret so far stays good', duration, day)
    .option('--expires <duration>', 'how long the key is good; as before unless given', duration)
    .option('--json', 'answer in JSON')
    .action(async (id: string, { overlap, expires, json }: RotateFlags) => {
      const rotated = await changeKeys(environment, 'rotated', (keys) =>
        keys.rotate(id, { overlapMs: overlap, expiresAt: endOf(expires) }),
      );
      environment.write(shown(json, shownKeyAnswer(rotated)));
    });
}

interface RotateFlags {
  readonly overlap: number;
  readonly expires?: number;
  readonly json?: true;
}

function revokeCommand(environment: CommandEnvironment): Command {
  return new Command('revoke')
    .description('end a key; running services know within AUTH_CACHE_MS')
    .argument('<id>', 'the key: sgk_<id>_…')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { json }: { json?: true }) => {
      const revoked = keyAnswer(await changeKeys(environment, 'revoked', (keys) => keys.revoke(id)));
      environment.write(answer(json, revoked, line(revoked)));
    });
}

function changeKeys<View extends KeyView>(
  environment: CommandEnvironment,
  change: 'created' | 'rotated' | 'revoked',
  work: (keys: Keys) => Promise<View>,
): Promise<View> {
  const settings = settingsOf(environment);
  return recorded(
    {
      settings,
      event: `key.${change}`,
      tell: environment.tell,
      details: (view) => {
        const { id, name, grants, expiresAt, previousUntil } = keyAnswer(view);
        return { id, name, grants, expiresAt, previousUntil };
      },
    },
    () => withKeys(settings, work),
  );
}

function endOf(expires: number | undefined): number | undefined {
  return expires === undefined ? undefined : Date.now() + expires;
}

function shown(json: true | undefined, { key, ...about }: ShownKeyAnswer): string {
  return answer(json, { ...about, key }, `${line(about)}\n${key}`);
}

function line({ id, name, grants, state, ...times }: KeyAnswer): string {
  const facts = [
    state,
    `grants ${grants.join(' ')}`,
    `made ${times.createdAt}`,
    times.expiresAt && `ends ${times.expiresAt}`,
    times.previousUntil && `secret before it good until ${times.previousUntil}`,
    times.lastUsedAt && `used ${times.lastUsedAt}`,
    times.revokedAt && `revoked ${times.revokedAt}`,
  ];
  return `${id}  ${name}: ${facts.filter(Boolean).join(', ')}`;
}
