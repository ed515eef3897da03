// Loaded into the service before all else (node --import): appends to the file of LOOP_WATCH a line for each time that
// the event loop was kept: when, for how long, and how much of that its thread computed, in milliseconds. On a
// machine that is busy with other things only the latter tells of the service.
import { appendFileSync } from 'node:fs';

const everyMs = 5;
const worthTellingMs = 10;

const file = process.env['LOOP_WATCH'];
if (file !== undefined) watch(file);

function watch(path: string): void {
  let wall = performance.now();
  let computed = computedMs();
  const look = () => {
    const [wallNow, computedNow] = [performance.now(), computedMs()];
    const stalled = wallNow - wall - everyMs;
    if (stalled > worthTellingMs) {
      appendFileSync(path, `${Date.now()} ${stalled.toFixed(1)} ${(computedNow - computed).toFixed(1)}\n`);
    }
    wall = performance.now();
    computed = computedMs();
    setTimeout(look, everyMs).unref();
  };
  setTimeout(look, everyMs).unref();
}

function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
