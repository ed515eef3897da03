import { Type } from '../typebox.ts';

/** Settings of an edge node; see docs/upstream.md. */
export const upstreamSettings = {
  UPSTREAM_URL: Type.String({
    default: '',
    description:
      'Another registry that this one is an edge of: it reads there what it does not know, keeps it, and takes no ' +
      'changes. Empty: it is a registry of its own.',
  }),
  UPSTREAM_AUTH: Type.String({
    default: '',
    description: 'What the upstream registry is sent as `Authorization`, such as `Bearer …`.',
  }),
  UPSTREAM_AUTH_FILE: Type.String({ default: '', description: 'File that holds `UPSTREAM_AUTH`.' }),
  UPSTREAM_TTL_MS: Type.Integer({
    default: 5000,
    minimum: 100,
    description:
      'Time for which an edge node takes what can change (latest versions, lists, settings) for current, in milliseconds.',
  }),
};
