import { quickCheck } from '../storage/sqlite/inspect.ts';

/** What was found in one file. */
export interface FileAnswer {
  readonly file: string;
  readonly complaints: readonly string[];
  /** Why it could not be read. */
  readonly failure?: string;
}

/** Checks the files that its arguments name, tells its parent, and ends. */
process.send?.(process.argv.slice(2).map(answerFor), () => process.disconnect());

function answerFor(file: string): FileAnswer {
  try {
    return { file, complaints: quickCheck(file) };
  } catch (error) {
    return { file, complaints: [], failure: error instanceof Error ? error.message : String(error) };
  }
}
