import { expect, it } from 'vitest';
import { prefersOpenMetrics } from '../../../src/plugins/metrics/exposition.ts';

const prometheus3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,' +
  'application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,' +
  'text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

it.each([
  prometheus3,
  'application/openmetrics-text',
  'Application/OpenMetrics-Text; Version=1.0.0',
  'application/openmetrics-text;version="1.0.0", text/plain',
  'text/*;q=0.4, application/openmetrics-text;q=0.5',
])('takes %j for the wish for OpenMetrics', (accept) => {
  expect(prefersOpenMetrics(accept)).toBe(true);
});

it.each([
  undefined,
  '',
  '*/*',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'text/plain;version=0.0.4',
  'application/*',
  'application/openmetrics-text;version=0.0.1',
  'application/openmetrics-text;version=2.0.0;q=0.9, text/plain;q=0.1',
  'application/openmetrics-text;q=0, */*',
  'application/openmetrics-text;q=0.2, text/plain;q=0.3',
  'application/openmetrics-text;q=0.2, */*',
])('takes %j for the wish for the older format', (accept) => {
  expect(prefersOpenMetrics(accept)).toBe(false);
});
