import { expect, it } from 'vitest';
import { registerUntilGone } from '../helpers/registering-clients.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { type Exit, startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it.each([1, 2, 3])(
  'keeps all that it acknowledged when it is asked to end under load (seed %i)',
  async (seed) => {
    const directory = temporaryDirectory();
    const random = seededRandom(seed);
    const stopAfter = 50 + random(200);
    const server = await startServerProcess(directory);
    let stopped: Promise<Exit> | undefined;
    const seen = await registerUntilGone({
      url: server.url,
      clients: 16,
      random,
      onAcknowledged(count) {
        if (count >= stopAfter) stopped ??= server.stop();
      },
    });
    expect(await stopped).toEqual({ code: 0, stderr: '' });
    expect(server.complaints).toEqual([]);
    expect(seen.badAnswers).toEqual([]);
  },
  60_000,
);
