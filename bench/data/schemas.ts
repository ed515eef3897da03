/** Text of a JSON Schema of about 1 kB; another number gives another text of the same length. */
export function schemaText(number: number): string {
  const properties = Object.fromEntries(
    ['customer', 'currency', 'channel', 'warehouse', 'carrier', 'reference', 'status', 'region'].map(
      (name) => [name, { type: 'string', maxLength: 200, description: `Which ${name} the order has` }],
    ),
  );
  return JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Order ${String(number).padStart(9, '0')}`,
    type: 'object',
    additionalProperties: false,
    required: ['customer', 'amount'],
    properties: {
      ...properties,
      amount: { type: 'number', minimum: 0 },
      lines: { type: 'integer', minimum: 1 },
    },
  });
}

/** The body of a request that registers or looks up a schema. */
export function schemaRequest(number: number): string {
  return JSON.stringify({ schemaType: 'JSON', schema: schemaText(number) });
}
