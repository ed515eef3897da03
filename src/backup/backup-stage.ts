export const backupStages = ['dump', 'verify', 'store', 'retention'] as const;
/** The parts of a backup, as its failures are counted. */
export type BackupStage = (typeof backupStages)[number];

/** No backup was made, or none to rely on. The message is for the operator. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly stage: BackupStage;

  constructor(stage: BackupStage, message: string, options?: ErrorOptions) {
    super(message, options);
    this.stage = stage;
  }
}

/** Lets what the work throws say at which stage it was, unless it says so already. */
export async function inStage<T>(stage: BackupStage, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(stage, messageOf(error), { cause: error });
  }
}

/** The stage at which what was thrown says that it was. */
export function stageOf(error: unknown): BackupStage {
  return error instanceof BackupError ? error.stage : 'store';
}

/** What anything that was thrown says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
