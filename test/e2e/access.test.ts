import { SchemaRegistryClient } from '@confluentinc/schemaregistry';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { expect, it, onTestFinished } from 'vitest';
import { runCli } from '../helpers/cli.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const schema = { schemaType: 'JSON', schema: '{"type":"object"}' };

it('opens to other machines with keys alone, which clients show as they always have', async () => {
  const directory = temporaryDirectory();
  const settings = { DATA_DIR: `${directory}/data` };
  await expect(startServerProcess(directory, { HOST: '0.0.0.0' })).rejects.toThrow(
    /ended with code 1 .*schemagate cannot start:\n {2}HOST is 0\.0\.0\.0, .*AUTH=none lets everybody in/s,
  );

  const server = await startServerProcess(directory, { HOST: '0.0.0.0', AUTH: 'required' });
  onTestFinished(async () => void (await server.stop()));
  const url = `http://127.0.0.1:${server.port}`;
  const words = ['keys', 'create', '--name', 'orders', '--grant', 'writer:orders-', '--json'];
  const made = await runCli(directory, words, settings);
  const { id, key } = JSON.parse(made.stdout) as { id: string; key: string };

  const clientOf = (userInfo: string) =>
    new SchemaRegistryClient({
      baseURLs: [url],
      basicAuthCredentials: { credentialsSource: 'USER_INFO', userInfo },
    });
  expect(await clientOf(`orders:${key}`).register('orders-value', schema)).toBe(1);
  expect(await clientOf(`${id}:${key.slice(17)}`).getAllSubjects()).toEqual(['orders-value']);
  await expect(clientOf(`orders:${key}`).register('payments-value', schema)).rejects.toThrow(/403/);
  await expect(clientOf('orders:guess').getAllSubjects()).rejects.toThrow(/401/);

  const kafkajs = new SchemaRegistry({ host: url, auth: { username: 'orders', password: key } });
  expect(await kafkajs.getLatestSchemaId('orders-value')).toBe(1);

  expect((await fetch(`${url}/subjects`)).status).toBe(401);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
});
