import { expect, it } from 'vitest';
import { genericMessage, HttpError, httpErrorBody } from '../../src/plugins/http-error.ts';

it('says what the Confluent API says when it is given no message', () => {
  expect(new HttpError(405)).toMatchObject({ statusCode: 405, message: 'HTTP 405 Method Not Allowed' });
  expect(new HttpError(404, 'gone')).toMatchObject({ statusCode: 404, message: 'gone', name: 'HttpError' });
  expect(httpErrorBody(431)).toEqual({
    error_code: 431,
    message: 'HTTP 431 Request Header Fields Too Large',
  });
  expect(genericMessage(499)).toBe('HTTP 499 Error');
});
