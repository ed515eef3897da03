import { Type } from '../typebox.ts';

const modes = ['auto', 'required', 'none'] as const;

/** Settings of access control; see docs/access.md. */
export const accessSettings = {
  AUTH: Type.Unsafe<(typeof modes)[number]>({
    type: 'string',
    enum: modes,
    default: 'auto',
    description:
      'Whether requests need a credential: `required`, `none`, or `auto` for as soon as there is one that could be ' +
      'sent: an API key was made, or tokens or client certificates are accepted. With `auto` and none of these the ' +
      'service listens on this machine alone.',
  }),
};
