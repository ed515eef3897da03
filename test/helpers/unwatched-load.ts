import type { LoadSheddingOptions } from '../../src/plugins/load-shedding.ts';

/** Turns nobody away, whatever the load; samples come soon. */
export const unwatchedLoad: LoadSheddingOptions = {
  maxEventLoopDelay: 0,
  maxEventLoopUtilization: 0,
  maxHeapUsedBytes: 0,
  maxRssBytes: 0,
  maxInFlight: 0,
  inFlight: () => 0,
  sampleInterval: 10,
};
