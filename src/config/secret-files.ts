import { readFileSync } from 'node:fs';

type Settings = Readonly<Record<string, unknown>>;

export type SecretsResult =
  /** The settings that were in files, by name. */
  | { readonly ok: true; readonly secrets: Readonly<Record<string, string>> }
  /** One sentence for each file that is wrong. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the settings whose value is in a file: `NAME_FILE` is the path of what `NAME` would hold. Space at
 * the end of the file, such as the last line's end, is no part of the value.
 */
export function readSecretFiles(settings: Settings): SecretsResult {
  const secrets: Record<string, string> = {};
  const problems: string[] = [];
  for (const [variable, path] of Object.entries(settings)) {
    const name = variable.slice(0, -'_FILE'.length);
    if (!variable.endsWith('_FILE') || !(name in settings) || typeof path !== 'string' || path === '')
      continue;
    if (settings[name] !== '') {
      problems.push(`${name} and ${variable} are both set; take one away.`);
      continue;
    }
    try {
      secrets[name] = readFileSync(path, 'utf8').trimEnd();
    } catch (error) {
      problems.push(`${variable} is "${path}", which can't be read (${String(error)}).`);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, secrets };
}
