import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { refusalsWith } from './shapes.ts';

const tags = ['Admin'];
const about = {
  name: Type.String({ description: 'Name of its file, or of its object in S3' }),
  size: Type.Integer({ description: 'In bytes, compressed' }),
  createdAt: Type.String({ description: 'The moment that it shows, in UTC' }),
};
const MadeBackup = Type.Object({
  ...about,
  location: Type.String({ description: 'Where it is kept' }),
  verified: Type.Boolean({ description: 'That a restore of it holds every record; always true' }),
  durationSeconds: Type.Number(),
  records: Type.Object({
    schemas: Type.Integer(),
    versions: Type.Integer(),
    configs: Type.Integer(),
    modes: Type.Integer(),
    properties: Type.Integer(),
  }),
});
const BackupList = Type.Object({ backups: Type.Array(Type.Object(about)) });

/** Backups: make one, list those there are. */
export const backupRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/admin/backups',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'makeBackup',
        summary: 'Make a backup, and answer when a restore has verified it',
        tags,
        response: { 200: MadeBackup, ...refusalsWith(404, 500, 503) },
      },
    },
    async (_request, reply) => {
      // A large backup takes longer than a connection may be silent: whoever listens to that keeps it open.
      reply.raw.on('timeout', () => undefined);
      const { name, size, createdAt, location, seconds, records } = await app.backups.make();
      return {
        name,
        size,
        createdAt: createdAt.toISOString(),
        location,
        verified: true,
        durationSeconds: seconds,
        records,
      };
    },
  );
  app.get(
    '/admin/backups',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'listBackups',
        summary: 'List verified backups, the newest first',
        tags,
        response: { 200: BackupList, ...refusalsWith(404, 500) },
      },
    },
    async () => {
      const backups = await app.backups.list();
      return {
        backups: backups.map(({ name, size, createdAt }) => ({
          name,
          size,
          createdAt: createdAt.toISOString(),
        })),
      };
    },
  );
  done();
};
