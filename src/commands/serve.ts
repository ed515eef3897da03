import { Command } from 'commander';
import type { CommandEnvironment } from './environment.ts';

/** `schemagate serve` */
export function serveCommand({ serve }: CommandEnvironment): Command {
  return new Command('serve')
    .description('run the service, as `npm start` does')
    .action(async () => void (await serve()));
}
