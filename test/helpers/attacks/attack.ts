import { RawConnection, type RawResponse, sendOnce } from '../raw-http.ts';

export interface Target {
  readonly port: number;
  /** How many connections a flood has. */
  readonly connections: number;
}

export interface Attack {
  readonly name: string;
  /** What the service should do about it. */
  readonly expected: string;
  /** Attacks, and answers what was not as expected. */
  run(target: Target): Promise<readonly string[]>;
}

/** A problem unless the status is one of those that are expected. */
export function unlessStatus(
  what: string,
  response: RawResponse | undefined,
  ...expected: readonly number[]
): readonly string[] {
  const status = response?.status ?? 0;
  return expected.includes(status)
    ? []
    : [`${what}: ${status}, not ${expected.join(' or ')}: ${response?.body ?? ''}`];
}

/** Sends a request of which no part must be taken for a second one; answers how often it was answered. */
export async function answersTo(port: number, bytes: Buffer): Promise<readonly RawResponse[]> {
  const connection = new RawConnection(port);
  const answers: RawResponse[] = [];
  connection.write(bytes);
  for (;;) {
    const answer = await connection.read();
    if (answer === undefined) return answers;
    answers.push(answer);
  }
}

export { sendOnce };
