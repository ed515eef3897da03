import { type AlertCase, counts, seriesOf } from './case.ts';

interface Burn {
  readonly window: string;
  /** Failed requests in a thousand, as a multiple of what the budget allows. */
  readonly times: number;
  /** Minutes of failures after an hour without. */
  readonly lasts: number;
  readonly firing: string;
  readonly clear: string;
}

const burns: readonly Burn[] = [
  { window: '1h', times: 20, lasts: 60, firing: '120m', clear: '135m' },
  { window: '6h', times: 20, lasts: 120, firing: '150m', clear: '225m' },
  { window: '1d', times: 10, lasts: 180, firing: '180m', clear: '360m' },
  { window: '3d', times: 3, lasts: 360, firing: '360m', clear: '735m' },
];

const perMinute = 1000;
const route = { method: 'GET', route: '/schemas/ids/:id' };
const calmMinutes = 60;
const afterMinutes = 400;

/** Of each objective and window, one case: an hour is good, then failures burn the budget, then all is good again. */
export const burnCases: readonly AlertCase[] = [
  ...burns.map((burn) => burnCase('Availability', burn, availabilitySeries(burn))),
  ...burns.map((burn) => burnCase('Latency', burn, latencySeries(burn))),
];

function burnCase(
  objective: string,
  { window, firing, clear }: Burn,
  series: AlertCase['series'],
): AlertCase {
  return {
    alert: `${objective}Burn${window}`,
    series,
    at: { silent: '50m', firing, clear },
    labels: { job: 'schemagate' },
    slow: true,
  };
}

/** 0.1 per cent may fail. */
function availabilitySeries({ times, lasts }: Burn): AlertCase['series'] {
  const name = 'http_request_duration_seconds_count';
  const failed = counts([0, calmMinutes], [(times * perMinute) / 1000, lasts], [0, afterMinutes]);
  return {
    [seriesOf(name, { ...route, status_code: '200' })]: counts([
      perMinute,
      calmMinutes + lasts + afterMinutes,
    ]),
    [seriesOf(name, { ...route, status_code: '503' })]: failed,
    // A probe that fails, as it does while the service starts, costs nothing.
    [seriesOf(name, { method: 'GET', route: '/health/ready', status_code: '503' })]: counts([
      500,
      calmMinutes,
    ]),
  };
}

/** 1 per cent may be slow. */
function latencySeries({ times, lasts }: Burn): AlertCase['series'] {
  const slow = (times * perMinute) / 100;
  const labels = { ...route, status_code: '200' };
  return {
    [seriesOf('http_request_duration_seconds_count', labels)]: counts([
      perMinute,
      calmMinutes + lasts + afterMinutes,
    ]),
    [seriesOf('http_request_duration_seconds_bucket', { ...labels, le: '0.25' })]: counts(
      [perMinute, calmMinutes],
      [perMinute - slow, lasts],
      [perMinute, afterMinutes],
    ),
  };
}
