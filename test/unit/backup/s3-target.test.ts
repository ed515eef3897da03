import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { nameBackup } from '../../../src/backup/backup-name.ts';
import { openBackup, openTarget } from '../../../src/backup/open-target.ts';
import type { BackupTarget } from '../../../src/backup/target.ts';
import { startS3Server } from '../../helpers/s3-server.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const [older = '', newer = ''] = ['2026-11-23T03:00:00Z', '2026-11-24T03:00:00Z'].map((time) =>
  nameBackup(new Date(time)),
);

async function storeBytes(target: BackupTarget, name: string, bytes: Uint8Array): Promise<void> {
  const staged = await target.stagingFile(temporaryDirectory());
  writeFileSync(staged, bytes);
  await target.store(staged, name);
}

it('stores, lists the newest first, fetches and removes, under its prefix alone', async () => {
  const { access, bucket } = await startS3Server();
  const target = openTarget(`s3://${bucket}/one/two`, access);
  expect(target.location).toBe(`s3://${bucket}/one/two/`);
  expect(await target.list()).toEqual([]);
  const bytes = randomBytes(1000);
  await storeBytes(target, older, bytes);
  await storeBytes(target, newer, bytes.subarray(1));
  await storeBytes(target, `${older}.unverified`, bytes);
  await storeBytes(openTarget(`s3://${bucket}`, access), older, bytes);
  expect((await target.list()).map(({ name, size }) => [name, size])).toEqual([
    [newer, 999],
    [older, 1000],
  ]);
  const one = openBackup(`s3://${bucket}/one/two/${older}`, access);
  expect(readFileSync(await one.target.localFile(one.name, temporaryDirectory()))).toEqual(bytes);
  await target.remove(older);
  expect(await target.list()).toHaveLength(1);
  expect(await openTarget(`s3://${bucket}/`, access).list()).toHaveLength(1);
});

it('stores in parts what is large', async () => {
  const { access, bucket } = await startS3Server();
  const target = openTarget(`s3://${bucket}/large/`, access);
  const bytes = randomBytes(20 * 1024 * 1024);
  await storeBytes(target, newer, bytes);
  const file = await target.localFile(newer, temporaryDirectory());
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

it('says what is wrong', async () => {
  const { access, bucket } = await startS3Server();
  const target = openTarget(`s3://${bucket}`, access);
  await expect(target.localFile(newer, temporaryDirectory())).rejects.toThrow(
    `There is no s3://${bucket}/${newer}`,
  );
  await expect(openTarget('s3://no-such-bucket/x', access).list()).rejects.toThrow(
    'There is no bucket no-such-bucket',
  );
  const wrongKey = openTarget(`s3://${bucket}`, { ...access, accessKeyId: 'wrong' });
  await expect(storeBytes(wrongKey, newer, Buffer.from('x'))).rejects.toThrow(/403/);
  const nowhere = openTarget(`s3://${bucket}`, { ...access, endpoint: 'http://127.0.0.1:1' });
  await expect(nowhere.list()).rejects.toThrow(/fetch failed|ECONNREFUSED/);
});

it('does not believe a service that keeps something else than it was sent, or that deletes nothing', async () => {
  const server = createServer((request, response) => {
    response.statusCode = request.method === 'DELETE' ? 202 : 200;
    request.resume().on('end', () => response.end(request.method === 'GET' ? 'something else' : ''));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access = { endpoint, region: 'eu-west-1', accessKeyId: 'a', secretAccessKey: 'b' };
  const target = openTarget('s3://some-bucket', access);
  await expect(storeBytes(target, newer, Buffer.from('x'))).rejects.toThrow('holds something else');
  await expect(target.remove(newer)).rejects.toThrow('could not be deleted');
});

it('takes a path for a directory, and refuses URLs of other kinds', () => {
  const access = { endpoint: '', region: 'eu-west-1', accessKeyId: 'a', secretAccessKey: 'b' };
  expect(openTarget('/var/backups', access).location).toBe('/var/backups');
  expect(openTarget('s3://some-bucket', access).location).toBe('s3://some-bucket/');
  expect(openBackup('/var/backups/x', access)).toMatchObject({
    name: 'x',
    target: { location: '/var/backups' },
  });
  expect(openBackup('/x', access)).toMatchObject({ name: 'x', target: { location: '/' } });
  expect(openBackup('x', access)).toMatchObject({ name: 'x', target: { location: '.' } });
  for (const place of ['https://example.org/x', 's3://', 's3://UPPER/x']) {
    expect(() => openTarget(place, access)).toThrow(
      `"${place}" is neither a directory nor s3://bucket/prefix`,
    );
  }
});
