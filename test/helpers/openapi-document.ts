/** The parts of an OpenAPI document that its checks read. */
export interface OpenapiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

export interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: unknown;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

export interface ResponseObject {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

/** What is wrong with the document by the rules of OpenAPI 3.1 that the generator could break. */
export function faultsOf(document: OpenapiDocument): string[] {
  const faults: string[] = [];
  if (!document.openapi.startsWith('3.1.')) faults.push(`version ${document.openapi}`);
  for (const key of ['title', 'version']) if (!document.info[key]) faults.push(`info has no ${key}`);
  const ids = operations(document).map(([, operation]) => operation.operationId);
  for (const id of ids)
    if (ids.filter((other) => other === id).length > 1) faults.push(`operationId ${id} twice`);
  const tags = new Set(document.tags?.map(({ name }) => name));
  for (const [place, operation] of operations(document)) {
    faults.push(...operationFaults(place, operation).map((fault) => `${place}: ${fault}`));
    for (const tag of operation.tags ?? []) if (!tags.has(tag)) faults.push(`${place}: unknown tag ${tag}`);
  }
  for (const reference of references(document)) {
    if (!resolves(document, reference)) faults.push(`${reference} leads nowhere`);
  }
  return faults;
}

/** All operations, each with its method and path. */
export function operations(document: OpenapiDocument): [place: string, operation: Operation][] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

function operationFaults(place: string, operation: Operation): string[] {
  const faults: string[] = [];
  if (operation.operationId === undefined) faults.push('no operationId');
  const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
  const declared = inPath.map(({ name }) => name).toSorted();
  const templated = [...place.matchAll(/\{([^}]+)\}/g)].map(([, name]) => String(name)).toSorted();
  if (JSON.stringify(declared) !== JSON.stringify(templated)) faults.push(`path declares ${declared.join()}`);
  if (inPath.some(({ required }) => required !== true)) faults.push('a path parameter is not required');
  const names = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
  if (new Set(names).size !== names.length) faults.push('a parameter is declared twice');
  if (Object.keys(operation.responses).length === 0) faults.push('no responses');
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!/^([1-5](\d\d|XX)|default)$/.test(status)) faults.push(`response ${status}`);
    if (!response.description) faults.push(`response ${status} has no description`);
  }
  return faults;
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [child] : references(child),
  );
}

function resolves(document: OpenapiDocument, reference: string): boolean {
  if (!reference.startsWith('#/')) return false;
  let current: unknown = document;
  for (const step of reference.slice(2).split('/')) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    current = (current as Record<string, unknown> | undefined)?.[key];
  }
  return current !== undefined;
}
