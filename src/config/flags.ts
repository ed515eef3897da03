import {
  type FlagName,
  type FlagValues,
  type FlagVariable,
  flagNames,
  flags,
  variableOf,
} from '../flags/flags.ts';
import { type TUnsafe, Type } from '../typebox.ts';

type Choice = '' | 'true' | 'false';

/** Settings of feature flags; see docs/operations/flags.md. */
export const flagSettings = {
  FLAGS_FILE: Type.String({
    default: '',
    description:
      'File of feature flags, YAML or JSON, such as `compression: false`; read again at SIGHUP and when it changes. ' +
      'Empty: none.',
  }),
  ...(Object.fromEntries(flagNames.map((name) => [variableOf(name), choice(name)])) as Readonly<
    Record<FlagVariable, TUnsafe<Choice>>
  >),
};

function choice(name: FlagName) {
  return Type.Unsafe<Choice>({
    type: 'string',
    enum: ['', 'true', 'false'],
    default: '',
    description: `Flag \`${name}\`: ${flags[name].switches}. Empty: as \`FLAGS_FILE\` says, else ${flags[name].default}.`,
  });
}

/** The flags that settings set. */
export function flagsSet(settings: Readonly<Record<FlagVariable, Choice>>): Partial<FlagValues> {
  const chosen = flagNames.map((name) => [name, settings[variableOf(name)]] as const);
  return Object.fromEntries(
    chosen.filter(([, choice]) => choice !== '').map(([name, choice]) => [name, choice === 'true']),
  );
}

/** One sentence for each variable that is named like a flag and is none: a misspelt one must not be taken for set. */
export function flagProblems(given: Readonly<Record<string, unknown>>): readonly string[] {
  const variables: readonly string[] = flagNames.map(variableOf);
  return Object.keys(given)
    .filter((name) => name.startsWith('FLAG_') && !variables.includes(name))
    .map((name) => `${name} sets no flag; there are ${variables.join(', ')}.`);
}
