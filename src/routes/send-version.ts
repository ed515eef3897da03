import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VersionedSchema } from '../registry/find-existing.ts';
import { shapeFor, versionView } from './views.ts';

/** Answers with a version of the subject that the address names. */
export function sendVersion(
  request: FastifyRequest,
  reply: FastifyReply,
  named: string,
  find: () => Promise<VersionedSchema>,
): Promise<void> {
  const shape = shapeFor(request);
  return reply.sendKept(async () => {
    const found = await find();
    const { id, subject, version, timestamp, deleted } = found;
    const response = await reply.aboutSchema(
      id,
      `version ${shape} ${version} ${timestamp} ${deleted} ${subject}`,
      async () => ({ body: JSON.stringify(versionView(found, shape)), immutable: false }),
    );
    return { response, madeFrom: [named, subject] };
  });
}
