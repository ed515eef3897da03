import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { serveWriter } from '../../../../src/storage/sqlite/serve-writer.ts';
import type { WriterReply } from '../../../../src/storage/sqlite/writer-messages.ts';
import { add, change } from '../../../helpers/changes.ts';
import { openTemporaryDatabase } from '../../../helpers/sqlite-database.ts';

it('says that it is ready, answers each batch, and closes connection and port when told', async () => {
  const { database } = openTemporaryDatabase();
  const { port1: near, port2: far } = new MessageChannel();
  const reply = async (): Promise<WriterReply> => ((await once(near, 'message')) as [WriterReply])[0];

  serveWriter(far, database);
  expect(await reply()).toEqual({ kind: 'ready' });

  near.postMessage({ kind: 'commit', changes: [change([add('a', 1, '{}')]), change([add('a', 1, '{}')])] });
  expect(await reply()).toMatchObject({
    kind: 'committed',
    results: [{ outcome: 'committed', schemaIds: [1] }, { outcome: 'conflict' }],
  });

  near.postMessage({ kind: 'close' });
  await once(near, 'close');
  expect(database.isOpen).toBe(false);
});
