import { isSecretName } from '../redaction.ts';

/** Shorter ones would take innocent words along. */
const minCharacters = 6;

/** Whether a setting holds a secret: those that may also come from a file do. */
export function isSecretSetting(name: string, settings: Readonly<Record<string, unknown>>): boolean {
  return `${name}_FILE` in settings;
}

/** The secrets that the settings hold: values, the password in one that is a URL, secret members of JSON. */
export function secretValues(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(settings)
    .filter(([name]) => isSecretSetting(name, settings))
    .flatMap(([, value]) => (typeof value === 'string' ? partsOf(value) : []))
    .filter((value) => value.length >= minCharacters);
}

function partsOf(value: string): readonly string[] {
  const json = membersOf(value);
  if (json) return json;
  const words = value.split(/\s+/);
  if (!URL.canParse(value)) return words;
  const { password } = new URL(value);
  return [...words, password, decoded(password)];
}

/** The members of JSON that are secret by their names; undefined for what is not JSON with members. */
function membersOf(text: string): readonly string[] | undefined {
  const secrets: string[] = [];
  try {
    const value: unknown = JSON.parse(text, (name, member: unknown) => {
      const values: unknown[] = Array.isArray(member) ? member : [member];
      if (isSecretName(name)) secrets.push(...values.filter((one) => typeof one === 'string'));
      return member;
    });
    return typeof value === 'object' ? secrets : undefined;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
