/**
 * Whether a request target is a health route. Those answer whatever the load and whoever asks:
 * an orchestrator that gets 429 or 503 from a probe restarts a service that is only busy.
 */
export function isProbe(url: string | undefined): boolean {
  return url !== undefined && url.startsWith('/health') && probePath.test(url);
}

const probePath = /^\/health(?:\/(?:live|ready))?\/?(?:\?|$)/;
