/** Stands where a secret stood. */
export const redacted = '[Redacted]';

/** Part of the names of parameters under which secrets travel. */
const inParameters = 'password|passwd|passphrase|secret|token|api[-_]?key|credential|authorization';
const parameter = new RegExp(`([?&;](?:[^=&;#]*(?:${inParameters})[^=&;#]*)=)[^&;#]*`, 'gi');
/** As they stand in text, where other words follow. */
const parameterInText = new RegExp(
  `([?&;](?:[^=&;#\\s"'\\\\]*(?:${inParameters})[^=&;#\\s"'\\\\]*)=)[^&;#\\s"'\\\\]*`,
  'gi',
);
const userInfoInText = /(\b[a-z][a-z0-9+.-]*:\/\/)[^/?#\s"'\\@]*:[^\s"'\\]*@/gi;
/** Wherever somebody put one, cut off ones too: see `src/access/api-key.ts`. */
const apiKey = /(sgk_[0-9a-z]{12}_)[0-9A-Za-z]{8,}/g;
const secretName =
  /(?:password|passwd|passphrase|secret|token|authorization|cookie|api[-_]?key|private[-_]?key)s?$/i;

/** Whether what goes by this name is kept out of logs. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** The URL without the values of query parameters whose names speak of secrets, and without API keys. */
export function redactUrl(url: string): string {
  return redactKeys(url.includes('?') ? url.replace(parameter, `$1${redacted}`) : url);
}

/**
 * Any text, also JSON, without API keys, the names and passwords in URLs in it, and the parameters that `redactUrl`
 * means.
 */
export function redactText(text: string): string {
  const some = redactKeys(text.includes('?') ? text.replace(parameterInText, `$1${redacted}`) : text);
  return some.includes('://') ? some.replace(userInfoInText, `$1${redacted}@`) : some;
}

/** Leaves the id, by which the key can be revoked. */
function redactKeys(text: string): string {
  return text.includes('sgk_') ? text.replace(apiKey, `$1${redacted}`) : text;
}

/** Takes these values out of any text, however they came into it. */
export function redactValues(values: readonly string[]): (text: string) => string {
  // A value also stands in text as JSON and URLs write it.
  const forms = values.flatMap((value) => [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
  ]);
  const sought = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => {
    let rest = text;
    for (const value of sought) if (rest.includes(value)) rest = rest.replaceAll(value, redacted);
    return rest;
  };
}
