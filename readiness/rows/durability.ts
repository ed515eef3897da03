import { join } from 'node:path';
import { judged, type Row } from '../row.ts';

/** What was acknowledged survives SIGKILL. */
export const row: Row = {
  id: 'durability',
  group: 'resilience',
  title: 'What was acknowledged survives SIGKILL',
  risk: 'critical',
  source: 'etcd robustness tests',
  async probe(candidate) {
    const DATA_DIR = join(candidate.folder(), 'data');
    const first = await candidate.start({ DATA_DIR });
    const { status } = await first.register('kept', { title: 'kept' });
    await first.kill();
    const second = await candidate.start({ DATA_DIR });
    const subjects = await (await second.ask('/subjects')).text();
    return judged(
      status === 200 && subjects.includes('kept')
        ? []
        : [`registered with ${status}; after the kill: ${subjects}`],
      'a schema acknowledged before SIGKILL is there after it',
    );
  },
  breaks: () => ({ settings: { AUTH: 'required' } }),
};
