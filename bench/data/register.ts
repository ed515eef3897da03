import type { Target } from '../processes/target.ts';

/** Registers a schema and returns its id. */
export async function register(
  service: Target,
  subject: string,
  request: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const response = await fetch(`${service.url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json', ...headers },
    body: request,
  });
  if (!response.ok) throw new Error(`Registering answered ${response.status}: ${await response.text()}`);
  const { id } = (await response.json()) as { id: number };
  return id;
}
