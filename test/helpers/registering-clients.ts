import type { Registration } from './check-registrations.ts';

/** Few subjects and few texts, so that clients get in each other's way. */
const subjectsAtOnce = 8;
const titles = 400;

/** What clients saw of a server that they kept registering with until it was gone. */
export interface Seen {
  readonly acknowledged: readonly Registration[];
  /** Answers that no client should get. */
  readonly badAnswers: readonly string[];
}

export interface RegisteringClients {
  readonly url: string;
  readonly clients: number;
  /** Whole numbers from 0 to below a limit. */
  readonly random: (limit: number) => number;
  /** Told how many registrations were acknowledged so far. */
  readonly onAcknowledged: (count: number) => void;
}

/**
 * Lets clients register schemas all at once until each of them has lost the server. One schema in twenty
 * would break the readers of the others.
 */
export async function registerUntilGone(options: RegisteringClients): Promise<Seen> {
  const { url, clients, random, onAcknowledged } = options;
  const acknowledged: Registration[] = [];
  const badAnswers: string[] = [];
  const group = random(1_000_000);

  const keepRegistering = async (): Promise<void> => {
    for (;;) {
      const subject = `subject-${group}-${random(subjectsAtOnce)}`;
      const type = random(20) === 0 ? 'integer' : 'string';
      const text = JSON.stringify({ title: `${random(titles)}`, properties: { id: { type } } });
      const answer = await register(`${url}/subjects/${subject}/versions`, text);
      if (answer === undefined) return;
      if (answer.status === 200) {
        const { id, version } = JSON.parse(answer.body) as { id: number; version: number };
        acknowledged.push({ subject, version, id, text });
        onAcknowledged(acknowledged.length);
      } else if (answer.status !== 409) {
        badAnswers.push(`${answer.status} ${answer.body}`);
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, keepRegistering));
  return { acknowledged, badAnswers };
}

/** The answer, or undefined when the server was gone. */
async function register(
  url: string,
  schema: string,
): Promise<{ readonly status: number; readonly body: string } | undefined> {
  try {
    const headers = { 'content-type': 'application/json', 'confluent-accept-unknown-properties': 'true' };
    const body = JSON.stringify({ schemaType: 'JSON', schema });
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}
