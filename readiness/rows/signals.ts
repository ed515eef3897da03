import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Each of the two signals that ask for an end gets an orderly one. */
export const row: Row = {
  id: 'signals',
  group: 'resilience',
  title: 'SIGTERM and SIGINT both end it in order, with exit code 0; SIGHUP does not',
  risk: 'high',
  source: 'NATS operations',
  async probe(candidate) {
    const problems: string[] = [];
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const service = await candidate.start();
      service.signal('SIGHUP');
      const { status } = await service.ask('/health/live');
      if (status !== 200) problems.push(`after SIGHUP it is ${status}`);
      service.signal(signal);
      const code = await service.ended;
      if (code !== 0) problems.push(`${signal} ended it with ${code}`);
      if (!service.log.some((line) => line.includes('"msg":"closed"')))
        problems.push(`${signal} did not let it close`);
    }
    return judged(problems, 'exit code 0 after each, all closed before; alive after SIGHUP');
  },
  breaks: () => ({
    reason: /^SIGINT ended it with null; SIGINT did not let it close$/,
    edits: { 'src/server.ts': replaced("skip: ['SIGHUP']", "skip: ['SIGHUP', 'SIGINT']") },
  }),
};
