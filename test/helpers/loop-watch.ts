// Loaded into the service before all else (node --import): appends to the file of LOOP_WATCH a line for each time that
// the event loop was kept: when, for how long, how much of that its thread computed, and how much it waited for a core,
// in milliseconds. On a machine that is busy with other things only the difference tells of the service.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

const everyMs = 5;
const worthTellingMs = 10;
/** Nanoseconds: on a core, waiting for one (https://docs.kernel.org/scheduler/sched-stats.html). */
const schedulerFile = '/proc/thread-self/schedstat';

const file = process.env['LOOP_WATCH'];
if (file !== undefined) watch(file);

function watch(path: string): void {
  let before = now();
  const look = () => {
    const after = now();
    const stalled = after.wall - before.wall - everyMs;
    if (stalled > worthTellingMs) {
      const parts = [stalled, after.computed - before.computed, after.waited - before.waited];
      appendFileSync(path, `${Date.now()} ${parts.map((ms) => ms.toFixed(1)).join(' ')}\n`);
    }
    before = now();
    setTimeout(look, everyMs).unref();
  };
  setTimeout(look, everyMs).unref();
}

function now(): { readonly wall: number; readonly computed: number; readonly waited: number } {
  const { user, system } = process.threadCpuUsage();
  return { wall: performance.now(), computed: (user + system) / 1000, waited: waitedMs() };
}

/** 0 where the system does not tell. */
function waitedMs(): number {
  if (!existsSync(schedulerFile)) return 0;
  return Number(readFileSync(schedulerFile, 'utf8').split(' ')[1]) / 1e6;
}
