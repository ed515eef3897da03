import type { Store } from '../../src/registry/store.ts';

/** A registration that was acknowledged. */
export interface Registration {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly text: string;
}

/** What is wrong with a store after these registrations were acknowledged: one sentence each. */
export async function registrationProblems(
  store: Store,
  acknowledged: readonly Registration[],
): Promise<readonly string[]> {
  return problemsIn(await storedRegistrations(store), acknowledged);
}

/** What is wrong with the registrations stored, by subject and version, after these were acknowledged. */
export function problemsIn(
  stored: readonly Registration[],
  acknowledged: readonly Registration[],
): readonly string[] {
  return [...lost(stored, acknowledged), ...sharedIds(stored), ...versionGaps(stored)];
}

async function storedRegistrations(store: Store): Promise<readonly Registration[]> {
  const versions = await store.allVersions({ prefix: '', deleted: 'include', latestOnly: false, offset: 0 });
  return Promise.all(
    versions.map(async ({ subject, version, id }) => {
      const text = (await store.schema(id))?.text ?? 'no such schema';
      return { subject, version, id, text };
    }),
  );
}

const keyOf = ({ subject, version }: Registration): string => `${subject} version ${version}`;

function lost(stored: readonly Registration[], acknowledged: readonly Registration[]): string[] {
  const found = new Map(stored.map((each) => [keyOf(each), each]));
  return acknowledged
    .filter((each) => found.get(keyOf(each))?.id !== each.id || found.get(keyOf(each))?.text !== each.text)
    .map((each) => `${keyOf(each)} was acknowledged with id ${each.id} and is not there so`);
}

function sharedIds(stored: readonly Registration[]): string[] {
  const idOfText = new Map<string, number>();
  const textOfId = new Map<number, string>();
  const problems: string[] = [];
  for (const { id, text } of stored) {
    if ((textOfId.get(id) ?? text) !== text) problems.push(`id ${id} stands for two schemas`);
    if ((idOfText.get(text) ?? id) !== id)
      problems.push(`${text} has the ids ${idOfText.get(text)} and ${id}`);
    textOfId.set(id, text);
    idOfText.set(text, id);
  }
  return problems;
}

function versionGaps(stored: readonly Registration[]): string[] {
  const expected = new Map<string, number>();
  const problems: string[] = [];
  for (const { subject, version } of stored) {
    const next = (expected.get(subject) ?? 0) + 1;
    if (version !== next) problems.push(`${subject} has version ${version} where ${next} should follow`);
    expected.set(subject, version);
  }
  return problems;
}
