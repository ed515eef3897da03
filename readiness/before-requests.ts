import type { Edits } from './broken-tree.ts';

/**
 * Runs this code before every request is seen by any part of the service, whichever way it takes then. In it, `next`
 * hands the request on.
 */
export function beforeRequests(code: string): Edits {
  const patch = `import { Server } from 'node:http';
const emit = Server.prototype.emit;
Server.prototype.emit = function (event, ...args) {
  const next = () => emit.call(this, event, ...args);
  if (event !== 'request') return next();
  ${code}
  return true;
};
`;
  return { 'src/server.ts': (text) => patch + text };
}
