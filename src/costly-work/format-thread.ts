import { constants, platform, setPriority } from 'node:os';
import { workerData } from 'piscina';
import { type FormatRules, schemaFormats } from './formats.ts';
import { taskPerformer } from './perform-task.ts';

// Where cores are few, the event loop goes first. Only on Linux is the priority that of this thread alone.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** What each thread of the pool runs. */
export default taskPerformer(schemaFormats(workerData as FormatRules, 'whole'));
