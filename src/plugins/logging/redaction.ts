/** Stands where a secret stood. */
export const redacted = '[Redacted]';

const secretFields = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'password',
  'passwd',
  'secret',
  'token',
  'access_token',
];

/** Paths that pino blanks: the fields by themselves and one or two levels down, as in `req.headers.cookie`. */
export const redactedPaths: string[] = ['', '*.', '*.*.'].flatMap((prefix) =>
  secretFields.map((field) =>
    field.includes('-') ? `${prefix.replace(/\.$/, '')}["${field}"]` : prefix + field,
  ),
);

const secretParameter =
  /([?&;](?:[^=&;#]*(?:password|passwd|secret|token|api[-_]?key|credential|authorization)[^=&;#]*)=)[^&;#]*/gi;

/** The URL without the values of query parameters whose names speak of secrets. */
export function redactUrl(url: string): string {
  return url.includes('?') ? url.replace(secretParameter, `$1${redacted}`) : url;
}
