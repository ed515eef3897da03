import { redactText } from './redaction.ts';

/** One line for the operator on why the service did not start. */
export function startFailure(error: unknown): string {
  if (error instanceof Error && 'code' in error && 'port' in error && 'address' in error) {
    const where = `${String(error.address)}:${String(error.port)}`;
    if (error.code === 'EADDRINUSE') return `${where} is in use by another program; choose another port`;
    if (error.code === 'EACCES') return `this user may not listen on ${where}; choose a port from 1024`;
    if (error.code === 'EADDRNOTAVAIL')
      return `${where} is no address of this machine; see HOST and METRICS_HOST`;
  }
  return redactText(error instanceof Error ? error.message : String(error));
}
