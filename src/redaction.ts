/** Stands where a secret stood. */
export const redacted = '[Redacted]';

/** Part of the names under which secrets travel: headers, parameters, fields. */
const secretName =
  'password|passwd|passphrase|secret|token|api[-_]?key|credential|authorization|private[-_]?key';
const secretNames =
  /(?:password|passwd|passphrase|secret|token|authorization|cookie|api[-_]?key|private[-_]?key)$/i;
const secretParameter = new RegExp(`([?&;](?:[^=&;#]*(?:${secretName})[^=&;#]*)=)[^&;#]*`, 'gi');
const userInfo = /(\b[a-z][a-z0-9+.-]*:\/\/)[^/?#\s"'@]*:[^/?#\s"']*@/gi;

/** Whether what goes by this name is kept out of logs. */
export function isSecretName(name: string): boolean {
  return secretNames.test(name);
}

/** The URL without the values of query parameters whose names speak of secrets. */
export function redactUrl(url: string): string {
  return url.includes('?') ? url.replace(secretParameter, `$1${redacted}`) : url;
}

/** Any text, without the names and passwords that URLs in it carry, and as `redactUrl` says. */
export function redactText(text: string): string {
  const parameters = redactUrl(text);
  return parameters.includes('://') ? parameters.replace(userInfo, `$1${redacted}@`) : parameters;
}
