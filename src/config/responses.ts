import { Type } from '../typebox.ts';

/** Settings of what goes with answers: compression, and what pages of other origins may read. */
export const responseSettings = {
  COMPRESSION: Type.Boolean({
    default: true,
    description: 'Whether answers are compressed (zstd, br, gzip) for clients that accept it.',
  }),
  COMPRESSION_MIN_BYTES: Type.Integer({
    default: 1024,
    minimum: 0,
    description: 'Length from which an answer is compressed, in bytes; short ones gain nothing.',
  }),
  CORS_ORIGINS: Type.String({
    default: '',
    description:
      'Origins whose pages may use the API from a browser, separated by commas, such as `https://ui.example.com`; ' +
      '`*` for all. Empty: none.',
  }),
};
