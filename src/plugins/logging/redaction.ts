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
