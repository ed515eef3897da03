import type { Operation } from './operation.ts';

/** The versions of one subject, by number. */
export type SubjectState = readonly {
  readonly version: number;
  readonly text: string;
  readonly deleted: boolean;
}[];

/** Whether a schema may follow another. */
export type Compatible = (latest: string, next: string) => boolean;

/**
 * The state after an operation: the same object when it changes nothing, undefined when the operation could
 * not have had its result in this state. One whose outcome is unknown has any result.
 */
export function stateAfter(
  state: SubjectState,
  operation: Operation,
  compatible: Compatible,
): SubjectState | undefined {
  if (operation.kind === 'register') return afterRegister(state, operation, compatible);
  if (operation.kind === 'delete') return afterDelete(state, operation);
  const live = liveOf(state);
  const fits =
    operation.kind === 'latest'
      ? isLatest(operation.result, live.at(-1))
      : numbers(live).join() === operation.result.join();
  return fits ? state : undefined;
}

type Of<Kind> = Extract<Operation, { kind: Kind }>;

const liveOf = (state: SubjectState) => state.filter(({ deleted }) => !deleted);
const numbers = (versions: SubjectState) => versions.map(({ version }) => version);

function isLatest(result: Of<'latest'>['result'], latest: SubjectState[number] | undefined): boolean {
  if (result === 'none') return latest === undefined;
  return latest?.version === result.version && latest.text === result.text;
}

function afterDelete(state: SubjectState, { version, result }: Of<'delete'>): SubjectState | undefined {
  if (!numbers(liveOf(state)).includes(version)) return result === 'deleted' ? undefined : state;
  if (result === 'refused') return undefined;
  return state.map((each) => (each.version === version ? { ...each, deleted: true } : each));
}

function afterRegister(
  state: SubjectState,
  { text, result }: Of<'register'>,
  compatible: Compatible,
): SubjectState | undefined {
  const live = liveOf(state);
  const couldBe = (version: number) =>
    result === 'unknown' || (result !== 'refused' && result.version === version);
  const known = live.find((each) => each.text === text);
  if (known) return couldBe(known.version) ? state : undefined;
  const latest = live.at(-1);
  if (latest && !compatible(latest.text, text)) return typeof result === 'string' ? state : undefined;
  const version = (state.at(-1)?.version ?? 0) + 1;
  if (!couldBe(version)) return undefined;
  // A deleted version of the same content gives way to the new one.
  return [...state.filter((each) => each.text !== text), { version, text, deleted: false }];
}
