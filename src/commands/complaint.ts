import { CommanderError } from 'commander';
import { messageOf } from '../backup/backup-stage.ts';
import { redactText } from '../redaction.ts';

/** What is written to standard error for what a command threw: one line, or nothing after help. */
export function complaintOf(error: unknown): string {
  if (error instanceof CommanderError && error.exitCode === 0) return '';
  const message = isMissingCommand(error) ? 'no command; see --help' : messageOf(error);
  const text = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return `schemagate: ${redactText(text)}\n`;
}

function isMissingCommand(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}
