import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';

const Flag = Type.Object({
  name: Type.String(),
  value: Type.Boolean({ description: 'Whether it is on now' }),
  default: Type.Boolean(),
  variant: Type.String({ description: 'As OpenFeature names it: on or off' }),
  reason: Type.String({ description: 'As OpenFeature names it: DEFAULT, or STATIC where somebody set it' }),
  source: Type.String({ description: 'environment, file or default' }),
  switches: Type.String({ description: 'What it switches' }),
  risk: Type.String({ description: 'Why somebody may have to switch it' }),
  whenOff: Type.String({ description: 'What happens while it is off' }),
  area: Type.String({ description: 'The part of the sources that it belongs to' }),
  since: Type.String({ description: 'The version that brought it' }),
});
const Flags = Type.Object({
  provider: Type.String(),
  status: Type.String({ description: 'READY, or STALE while the file of flags can not be used' }),
  problem: Type.Optional(Type.String({ description: 'Why the file can not be used' })),
  unknown: Type.Array(Type.String(), { description: 'Names in the file that are no flags' }),
  flags: Type.Array(Flag),
});

/** What may be switched off while the service runs, and how it stands. */
export const flagRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/admin/flags',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'listFlags',
        summary: 'List the feature flags of this process: what is on, and why',
        tags: ['Admin'],
        response: { 200: Flags },
      },
    },
    async () => {
      const { provider, status, problem, unknown } = app.featureFlags;
      return {
        provider,
        status,
        ...(problem !== undefined && { problem }),
        unknown: [...unknown],
        flags: [...app.featureFlags.list()],
      };
    },
  );
  done();
};
