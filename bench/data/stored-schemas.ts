import type { Target } from '../processes/target.ts';
import type { Stored } from './mixed-requests.ts';
import { register } from './register.ts';
import { schemaRequest } from './schemas.ts';

const atOnce = 16;
/** Beside the numbers of other measures, so that the texts are new. */
const firstNumber = 60_000_000;

/** Registers as many schemas of 1 kB, each in a subject of its own. */
export async function storeSchemas(
  target: Target,
  count: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Stored> {
  const subject = (number: number) => `bench-stored-${number}-value`;
  const ids: number[] = [];
  for (let first = 0; first < count; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - first) }, (_, index) => first + index);
    const registered = numbers.map((number) =>
      register(target, subject(number), schemaRequest(firstNumber + number), headers),
    );
    ids.push(...(await Promise.all(registered)));
  }
  return { ids, subject };
}
