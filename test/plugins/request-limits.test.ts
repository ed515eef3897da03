import { expect, it } from 'vitest';
import { requestLimits } from '../../src/plugins/request-limits.ts';
import { requestText, sendRaw, toyApp } from './toy-app.ts';

it('long targets and many headers are refused with what the limit is', async () => {
  const app = toyApp();
  await app.register(requestLimits, {
    maxUrlBytes: 20,
    maxHeaders: 4,
    maxHeaderBytes: 1000,
    maxConnections: 7,
  });
  app.get('/a', () => 'fine');
  const line = `GET /a?${'b'.repeat(17)}`;
  expect(await sendRaw(app, requestText(line, ['C: d', 'C: d']))).toMatchObject({ status: 200 });
  expect(await sendRaw(app, requestText(`${line}b`))).toMatchObject({
    status: 414,
    body: expect.stringContaining('longer than 20 bytes') as string,
  });
  expect(await sendRaw(app, requestText(line, ['C: d', 'C: d', 'C: d']))).toMatchObject({
    status: 431,
    body: expect.stringContaining('more than 4 headers') as string,
  });
  expect(app.server.maxConnections).toBe(7);
  await app.close();
});
