import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';

it.each([
  [{ TLS_CERT_FILE: 'a' }, /^TLS_CERT_FILE and TLS_KEY_FILE belong together/],
  [{ TLS_KEY_FILE: 'a' }, /^TLS_CERT_FILE and TLS_KEY_FILE belong together/],
  [{ TLS_CLIENT_AUTH: 'required', TLS_CLIENT_CA_FILE: 'a' }, /^TLS_CLIENT_AUTH needs TLS_CERT_FILE/],
  [
    { TLS_CERT_FILE: 'a', TLS_KEY_FILE: 'b', TLS_CLIENT_AUTH: 'optional' },
    /^TLS_CLIENT_AUTH needs TLS_CLIENT_CA_FILE/,
  ],
  [{ TLS_CERT_FILE: 'a', TLS_KEY_FILE: 'b', TLS_CLIENT_CA_FILE: 'c' }, /^TLS_CLIENT_CA_FILE does nothing/],
])('settings of TLS that lack another are refused: %j', (environment, problem) => {
  expect(loadConfig(environment)).toEqual({ ok: false, problems: [expect.stringMatching(problem)] });
});

it('settings of TLS that go together are taken', () => {
  const tls = { TLS_CERT_FILE: 'a', TLS_KEY_FILE: 'b', TLS_CLIENT_AUTH: 'required', TLS_CLIENT_CA_FILE: 'c' };
  expect(loadConfig(tls)).toMatchObject({ ok: true, config: tls });
});
