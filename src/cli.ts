#!/usr/bin/env node
import { complaintOf } from './commands/complaint.ts';
import { exitCodeOf } from './commands/exit-codes.ts';
import { buildProgram } from './commands/program.ts';
import { processConfig } from './config.ts';

const program = buildProgram({
  config: processConfig,
  write: (text) => process.stdout.write(text),
  tell: (text) => process.stderr.write(text),
  serve: () => import('./server.ts'),
});
try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(complaintOf(error));
  process.exitCode = exitCodeOf(error);
}
