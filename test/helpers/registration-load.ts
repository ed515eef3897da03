import { jsonSchema } from './api.ts';
import type { Registration } from './check-registrations.ts';

/** Clients that register schemas, each the next version of a subject of its own, until the server is gone. */
export interface RegistrationLoad {
  /** What the server has answered with an id so far. */
  readonly acknowledged: readonly Registration[];
  /** Texts that were sent, answered or not. */
  readonly sent: ReadonlySet<string>;
  /** Resolves when every client has found the server gone. */
  readonly ended: Promise<void>;
}

export function startRegistrations(url: string, clients: number): RegistrationLoad {
  const acknowledged: Registration[] = [];
  const sent = new Set<string>();
  const run = async (client: number) => {
    const subject = `subject-${client}`;
    for (let version = 1; ; version += 1) {
      const schema = { title: `${subject} ${version}`, type: 'object' };
      const text = JSON.stringify(schema);
      sent.add(text);
      const id = await register(url, subject, schema);
      if (id === undefined) return;
      acknowledged.push({ subject, version, id, text });
    }
  };
  const ended = Promise.all(Array.from({ length: clients }, (_, client) => run(client)));
  return { acknowledged, sent, ended: ended.then(() => undefined) };
}

/** The id; undefined when the server is gone. */
async function register(url: string, subject: string, schema: object): Promise<number | undefined> {
  let answer: Response;
  try {
    answer = await fetch(`${url}/subjects/${subject}/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(jsonSchema(schema)),
    });
    const body = (await answer.json()) as { id: number };
    if (answer.status !== 200) throw new TypeError(JSON.stringify(body));
    return body.id;
  } catch (error) {
    // A connection that was cut, not an answer that was wrong.
    if (error instanceof TypeError && error.cause !== undefined) return undefined;
    throw error;
  }
}
