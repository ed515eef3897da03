import { Client } from 'pg';

/** Plain inserts into a table of a key and a text, each durable before the next of its connection is sent. */
export interface BareInserts {
  /** Stores the texts over so many connections at once, and returns how many a second. */
  perSecond(texts: readonly string[], connections: number): Promise<number>;
  close(): Promise<void>;
}

/** Makes the table; less cannot be stored. */
export async function bareInserts(url: string, mostConnections: number): Promise<BareInserts> {
  const clients = await Promise.all(Array.from({ length: mostConnections }, () => connected(url)));
  await clients[0]?.query('CREATE TABLE texts (id bigserial PRIMARY KEY, text text NOT NULL)');
  return {
    async perSecond(texts, connections) {
      const waiting = texts.values();
      const start = performance.now();
      await Promise.all(clients.slice(0, connections).map((client) => insertAll(client, waiting)));
      return (texts.length * 1000) / (performance.now() - start);
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

async function insertAll(client: Client, texts: Iterable<string>): Promise<void> {
  for (const text of texts) {
    await client.query({ name: 'insert', text: 'INSERT INTO texts (text) VALUES ($1)', values: [text] });
  }
}
