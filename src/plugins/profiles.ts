import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { requesterOf } from './audit/requester.ts';
import { HttpError } from './http-error.ts';
import type { Profile, ProfileKind } from './profiles/take-profile.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly profiles: {
      /** Takes one, and resolves when it is on disk. Rejects with HttpError 409 while another is taken. */
      take(request: FastifyRequest, kind: ProfileKind, seconds: number): Promise<Profile>;
    };
  }
}

export interface ProfilesOptions {
  /** Made when the first one is taken. */
  readonly directory: string;
}

const plugin: FastifyPluginCallback<ProfilesOptions> = (app, { directory }, done) => {
  let busy = false;
  app.decorate('profiles', {
    async take(request, kind, seconds) {
      if (busy) throw new HttpError(409, 'Another profile is being taken');
      busy = true;
      try {
        // Loaded when it is wanted: the inspector takes memory.
        const { takeProfile } = await import('./profiles/take-profile.ts');
        const profile = await takeProfile({ kind, seconds, directory, signal: request.abandoned });
        const details = { kind, seconds, file: profile.file };
        app.audit.record({ event: 'profile.taken', outcome: 'success', ...requesterOf(request), details });
        return profile;
      } finally {
        busy = false;
      }
    },
  });
  done();
};

/** Profiles of where time and memory go, on demand, one at a time. */
export const profiles = fastifyPlugin(plugin, { name: 'profiles', dependencies: ['audit', 'time-limits'] });
