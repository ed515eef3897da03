import { expect, it } from 'vitest';
import { problemsIn, type Registration } from '../helpers/check-registrations.ts';
import { RawConnection, requestBytes } from '../helpers/raw-http.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { type Exit, startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const clients = 16;
const headers = ['Content-Type: application/json', 'Confluent-Accept-Unknown-Properties: true'];

/** Registers over one connection until an answer says that it is the last one; returns what was acknowledged. */
async function registerUntilTold(
  port: number,
  client: number,
  onAcknowledged: () => void,
): Promise<readonly Registration[]> {
  const connection = new RawConnection(port);
  const acknowledged: Registration[] = [];
  for (let count = 1; ; count += 1) {
    const text = JSON.stringify({ title: `${client} ${count}` });
    const subject = `subject-${client}`;
    const body = JSON.stringify({ schemaType: 'JSON', schema: text });
    connection.write(requestBytes(`POST /subjects/${subject}/versions`, headers, body));
    const answer = await connection.read();
    if (answer?.status !== 200)
      throw new Error(`Request ${count} of client ${client}: ${answer?.body ?? 'no answer'}`);
    const { id, version } = JSON.parse(answer.body) as { id: number; version: number };
    acknowledged.push({ subject, version, id, text });
    onAcknowledged();
    if (answer.headers['connection'] === 'close') return acknowledged;
    // The other answer that is sent past Fastify must say it too.
    connection.write(requestBytes(`GET /schemas/ids/${id}`));
    const read = await connection.read();
    if (read?.status !== 200)
      throw new Error(`Read ${count} of client ${client}: ${read?.body ?? 'no answer'}`);
    if (read.headers['connection'] === 'close') return acknowledged;
  }
}

it.each([1, 2, 3])(
  'answers every request when it is asked to end under load, and keeps what it acknowledged (seed %i)',
  async (seed) => {
    const directory = temporaryDirectory();
    const stopAfter = 50 + seededRandom(seed)(300);
    const server = await startServerProcess(directory);
    let count = 0;
    let stopped: Promise<Exit> | undefined;
    const onAcknowledged = () => {
      count += 1;
      if (count >= stopAfter) stopped ??= server.stop();
    };
    const all = await Promise.all(
      Array.from({ length: clients }, (_, client) => registerUntilTold(server.port, client, onAcknowledged)),
    );
    expect(await stopped).toEqual({ code: 0, stderr: '' });
    expect(server.complaints).toEqual([]);

    const again = await startServerProcess(directory);
    const stored: Registration[] = [];
    for (let client = 0; client < clients; client += 1) {
      const response = await fetch(`${again.url}/schemas?subjectPrefix=subject-${client}`);
      const versions = (await response.json()) as (Omit<Registration, 'text'> & { schema: string })[];
      const own = versions.filter(({ subject }) => subject === `subject-${client}`);
      stored.push(...own.map(({ subject, version, id, schema }) => ({ subject, version, id, text: schema })));
    }
    expect(problemsIn(stored, all.flat())).toEqual([]);
    expect(stored.length).toBe(count);
    await again.stop();
  },
  180_000,
);
