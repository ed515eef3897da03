import { expect, it } from 'vitest';
import { startFailure } from '../../src/start-failure.ts';

function listenError(code: string): Error {
  return Object.assign(new Error(`listen ${code}`), { code, address: '127.0.0.1', port: 80 });
}

it.each<[string, unknown, string]>([
  [
    'a port in use',
    listenError('EADDRINUSE'),
    '127.0.0.1:80 is in use by another program; choose another port',
  ],
  [
    'a reserved port',
    listenError('EACCES'),
    'this user may not listen on 127.0.0.1:80; choose a port from 1024',
  ],
  [
    'a foreign address',
    listenError('EADDRNOTAVAIL'),
    '127.0.0.1:80 is no address of this machine; see HOST and METRICS_HOST',
  ],
  ['another fault of listening', listenError('EMFILE'), 'listen EMFILE'],
  ['any other error', new Error('The data directory is in use'), 'The data directory is in use'],
  ['what is no error', 'odd', 'odd'],
])('%s is told in one line', (_what, error, line) => {
  expect(startFailure(error)).toBe(line);
});
