/** Registers an object schema by its title, and answers what a client sees. */
export async function registerAt(url: string, subject: string, title: string) {
  const response = await fetch(`${url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schemaType: 'JSON', schema: JSON.stringify({ title }) }),
  });
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, retryAfter, body: (await response.json()) as { readonly id?: number } };
}

/** The titles of a subject's schemas, by version. */
export async function titlesAt(url: string, subject: string): Promise<string[]> {
  const response = await fetch(`${url}/schemas?subjectPrefix=${subject}`);
  const versions = (await response.json()) as { readonly schema: string }[];
  return versions.map(({ schema }) => (JSON.parse(schema) as { title: string }).title);
}
