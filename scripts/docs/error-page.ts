import { describeError } from '../../src/plugins/errors/describe-error.ts';
import { HttpError } from '../../src/plugins/http-error.ts';
import { type ErrorName, errorTable, RegistryError } from '../../src/registry/errors.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';

/** Refusals that HTTP itself has a status for, with what a client can do. */
export const httpStatuses: Readonly<Record<number, string>> = {
  400: 'The body is not JSON in UTF-8, or does not have the fields of the operation; the message names the place.',
  401: 'No credential came with the request, or none that is good; `WWW-Authenticate` says what is taken.',
  403: 'The credential is good, and does not grant this.',
  404: 'No such path; also a parameter of a path or query that is not of its type, or backups when `BACKUP_DIR` is empty.',
  405: 'The path does not take this method; `Allow` lists those it takes.',
  408: 'The request did not arrive whole in time.',
  409: 'Another profile is being taken; only one is at a time.',
  413: 'The body is over `BODY_LIMIT_BYTES`.',
  414: 'A part of the path is too long.',
  415: 'The body is declared as something else than JSON.',
  422: 'The operation needs a body.',
  429: 'Too many requests from this address, or too many failed attempts to authenticate; `Retry-After` says when to come back.',
  431: 'The headers are too large.',
  500: 'A fault of the service. Its log has the cause under the id of `X-Request-ID`.',
  503: 'Overloaded, too many costly schemas waiting, shutting down, or the issuer of tokens is away; `Retry-After` says when to come back.',
};

/** docs/errors.md */
export function errorPage(): string {
  const names = Object.keys(errorTable) as ErrorName[];
  const registry = names.map((name) => {
    const { status, code, category } = describeError(
      name === 'storeError' ? new StoreUnavailableError() : new RegistryError(name, ''),
    );
    return [code, status, category, errorTable[name].meaning];
  });
  const http = Object.entries(httpStatuses).map(([status, meaning]) => [
    status,
    status,
    describeError(new HttpError(Number(status))).category,
    meaning,
  ]);
  return `${intro}
## Codes of the registry

${table(registry)}
A client that sends \`Confluent-Accept-Unknown-Properties: true\` gets 40901 instead of 409 for an incompatible schema.

## Codes that are the HTTP status

${table(http)}`;
}

const intro = `<!-- Written by \`npm run docs\`; change the tables in the sources, not here. -->
# Errors

Every refusal has the form of the Confluent API. The code says exactly what is wrong, \`message\` what
to change, and \`X-Request-ID\` names the request in the log.

\`\`\`json
{"error_code":40401,"message":"Subject 'orders-value' not found."}
\`\`\`

The category is the label under which the metric \`schemagate_errors_total\` counts it.
`;

function table(rows: readonly (readonly unknown[])[]): string {
  const lines = rows.map((cells) => `| ${cells.join(' | ')} |\n`);
  return `| Code | Status | Category | Meaning |\n| --- | --- | --- | --- |\n${lines.join('')}`;
}
