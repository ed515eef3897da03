/** Shorter ones would take innocent words along. */
const minCharacters = 6;

/** Whether a setting holds a secret: those that may also come from a file do. */
export function isSecretSetting(name: string, settings: Readonly<Record<string, unknown>>): boolean {
  return `${name}_FILE` in settings;
}

/** The secrets that the settings hold: their values, and the password in one that is a URL. */
export function secretValues(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(settings)
    .filter(([name]) => isSecretSetting(name, settings))
    .flatMap(([, value]) => (typeof value === 'string' ? partsOf(value) : []))
    .filter((value) => value.length >= minCharacters);
}

function partsOf(value: string): readonly string[] {
  const words = value.split(/\s+/);
  if (!URL.canParse(value)) return words;
  const { password } = new URL(value);
  return [...words, password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
