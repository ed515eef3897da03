/**
 * Figures that others have published, as found in November 2026. Their machines, clients and versions differ from
 * ours and from each other's.
 */
const published = [
  { requestsPerSecond: 3715, p99: 51 },
  { requestsPerSecond: 4528, p99: 39 },
  { requestsPerSecond: 5733, p99: 25 },
] as const;

export const publishedElsewhere = `Reads by id of 1 000 schemas by 100 clients over TLS with basic auth, after a warm-up, the median of five runs, the
server on two CPUs: three figures for registries that others had published by November 2026. They were not measured again here,
and their machines were others, so they give an order of magnitude. \`npm run bench -- --only published-shape\` puts the
same load on this service, which has one core here, as the load has the other.

| Published | req/s | p99 ms |
| --- | --- | --- |
${published.map(({ requestsPerSecond, p99 }, index) => `| registry ${'ABC'[index] ?? ''} | ${requestsPerSecond} | ${p99} |\n`).join('')}`;
