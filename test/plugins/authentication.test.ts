import { expect, it } from 'vitest';
import { AccessControl } from '../../src/plugins/authentication/access-control.ts';
import { credentialMissing } from '../../src/plugins/authentication/refusals.ts';
import { startApi } from '../helpers/api.ts';

it('takes everybody for anonymous, and asks how to log in', async () => {
  const { app } = await startApi({ AUTH: 'required' });
  expect(app.accessControl.on).toBe(true);
  expect(credentialMissing()).toMatchObject({
    statusCode: 401,
    headers: { 'www-authenticate': expect.stringContaining('Bearer realm="schemagate"') },
  });
});

it('is on until it is decided, may go on, and never goes off again', async () => {
  const control = new AccessControl();
  let switched = 0;
  control.onSwitch(() => {
    switched += 1;
  });
  expect([control.on, control.undecided]).toEqual([true, true]);
  control.leaveOff();
  await control.decided;
  expect([control.on, control.undecided, switched]).toEqual([false, false, 0]);
  control.turnOn();
  control.leaveOff();
  control.turnOn();
  expect([control.on, control.undecided, switched]).toEqual([true, false, 1]);
});
