import { describe, expect, it } from 'vitest';
import { attackSettings, attacks } from '../helpers/attacks/all.ts';
import { serverForFile } from '../helpers/server.ts';

const server = serverForFile(attackSettings);

describe('the service under attack', () => {
  it.concurrent.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_name, attack) => {
    expect(await attack.run({ port: server().port, connections: 10 })).toEqual([]);
  });
});
