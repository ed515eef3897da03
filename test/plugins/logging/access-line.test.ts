import { describe, expect, it } from 'vitest';
import { type AccessRecord, accessLineFormatter } from '../../../src/plugins/logging/access-line.ts';

const record: AccessRecord = {
  time: 1,
  requestId: 'id',
  method: 'GET',
  url: '/',
  host: 'localhost',
  remoteAddress: '::1',
  remotePort: 2,
  route: '/',
  statusCode: 200,
  responseTime: 0.123456,
};

describe('a line of the request log', () => {
  it('escapes whatever the client controls', () => {
    const nasty = 'a"b\\c\n\u0000\ud800\u2028é';
    const line = accessLineFormatter({ pid: 7 })({
      ...record,
      requestId: nasty,
      url: nasty,
      host: nasty,
      route: nasty,
    });
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      pid: 7,
      reqId: nasty,
      req: { url: nasty, host: nasty },
      route: nasty,
    });
  });

  it('leaves out what is not known, and rounds to microseconds', () => {
    const { remoteAddress: _address, remotePort: _port, route: _route, ...rest } = record;
    const line = accessLineFormatter({})({
      ...rest,
      remoteAddress: undefined,
      remotePort: undefined,
      route: undefined,
    });
    expect(JSON.parse(line)).toEqual({
      level: 30,
      time: 1,
      reqId: 'id',
      req: { method: 'GET', url: '/', host: 'localhost' },
      res: { statusCode: 200 },
      responseTime: 0.123,
      msg: 'request completed',
    });
  });
});
