import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The setting with which what one process of a run compiled is not compiled again in the next. */
export function compileCache(): { readonly NODE_COMPILE_CACHE: string } {
  return { NODE_COMPILE_CACHE: join(tmpdir(), 'schemagate-compiled') };
}
