import { startPostgres } from '../../test/helpers/postgres/server.ts';
import { onEveryCore } from './pinning.ts';
import { type Service, startService } from './service.ts';

/** A PostgreSQL as one is run in earnest: what it has committed survives a power cut. */
export interface Database {
  readonly url: string;
  dispose(): Promise<void>;
}

/** Starts a new, empty one, of the binaries that the tests use. */
export async function startDatabase(): Promise<Database> {
  const server = await onEveryCore(() => startPostgres({ fsync: 'on', shared_buffers: '128MB' }));
  return { url: server.url(), dispose: () => server.dispose() };
}

/** Starts the service on it. */
export function startReplica(
  { url }: Database,
  options: { readonly anyCore?: boolean } = {},
): Promise<Service> {
  return startService({ ...options, settings: { DATABASE_URL: url } });
}
