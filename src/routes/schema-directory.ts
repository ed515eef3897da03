import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '../typebox.ts';
import { ErrorBody, refusalsWith } from './shapes.ts';

const place = {
  path: Type.String({ description: 'Below the schema directory' }),
  line: Type.Optional(Type.Integer()),
};
const Report = Type.Object({
  outcome: Type.String({ description: 'unchanged, applied, refused (nothing was changed) or failed' }),
  changes: Type.Array(Type.Object({ change: Type.String(), ...place }), {
    description: 'All that the directory would have changed, in order',
  }),
  applied: Type.Integer({ description: 'How many of the changes were made' }),
  problems: Type.Array(Type.Object({ ...place, reason: Type.String() })),
  undeclared: Type.Array(Type.Object({ subject: Type.Optional(Type.String()), what: Type.String() }), {
    description: 'What the registry holds beyond the directory, and keeps',
  }),
});

/** The schema directory: apply it now. */
export const schemaDirectoryRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/admin/schema-directory/sync',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'syncSchemaDirectory',
        summary: 'Apply the schema directory, all of it or nothing',
        tags: ['Server'],
        response: {
          200: Report,
          ...refusalsWith(404),
          409: Report,
          503: Type.Union([Report, ErrorBody], { description: 'Failed: see the problems' }),
        },
      },
    },
    async (_request, reply) => {
      const report = await app.syncSchemaDirectory?.();
      if (!report) {
        return reply
          .code(404)
          .send({ error_code: 404, message: 'There is no schema directory: see SCHEMA_DIR' });
      }
      return reply.code(statuses[report.outcome]).send(view(report));
    },
  );
  done();
};

const statuses = { unchanged: 200, applied: 200, refused: 409, failed: 503 } as const;

interface SyncReport {
  readonly outcome: keyof typeof statuses;
  readonly changes: readonly (Place & { readonly change: string })[];
  readonly applied: number;
  readonly problems: readonly (Place & { readonly reason: string })[];
  readonly undeclared: readonly { readonly subject: string | undefined; readonly what: string }[];
}

interface Place {
  readonly path: string;
  readonly line?: number | undefined;
}

/** What clients may see of a sync. */
function view({ outcome, changes, applied, problems, undeclared }: SyncReport): Static<typeof Report> {
  return {
    outcome,
    changes: changes.map(({ change, path, line }) => ({ change, path, ...(line && { line }) })),
    applied,
    problems: problems.map(({ path, line, reason }) => ({ path, reason, ...(line && { line }) })),
    undeclared: undeclared.map(({ subject, what }) => ({ what, ...(subject !== undefined && { subject }) })),
  };
}
