import { workerData } from 'piscina';
import { type FormatRules, schemaFormats } from './formats.ts';
import { taskPerformer } from './perform-task.ts';

/** What each thread of the pool runs. */
export default taskPerformer(schemaFormats(workerData as FormatRules, 'whole'));
