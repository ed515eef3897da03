import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VersionedSchema } from '../registry/find-existing.ts';
import { shapeFor, versionView } from './views.ts';

/** Answers with a version of a subject. */
export function sendVersion(
  request: FastifyRequest,
  reply: FastifyReply,
  found: VersionedSchema,
): Promise<void> | void {
  const shape = shapeFor(request);
  const { id, subject, version, timestamp, deleted } = found;
  return reply.sendAboutSchema(
    id,
    `version ${shape} ${version} ${timestamp} ${deleted} ${subject}`,
    async () => ({ body: JSON.stringify(versionView(found, shape)), immutable: false }),
  );
}
