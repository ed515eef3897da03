import { AsyncLocalStorage } from 'node:async_hooks';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { StoreObservers } from '../../storage/configured-store.ts';
import { type DescribedStatement, describeStatement } from './describe-statement.ts';
import { kindOf, type Tracer } from './tracer.ts';

const sqlite = { 'db.system.name': 'sqlite' };

/** What a span of the embedded store says of an operation: of which several statements may be part, or none. */
export function embeddedOperation(operation: string): Attributes {
  return { ...sqlite, 'db.operation.name': operation };
}

/**
 * Gives statements on PostgreSQL and transactions of the embedded store spans of the request that they are for, the
 * first one where several share them. Names and attributes are those of OpenTelemetry's conventions for databases.
 */
export function storeObservers(tracer: Tracer, databaseUrl: string): Required<StoreObservers> {
  const database = { 'db.system.name': 'postgresql', ...addressOf(databaseUrl) };
  // Statements are written in this program, so there are few.
  const described = new Map<string, DescribedStatement>();
  const describe = (name: string, text: string) => {
    const found = described.get(name) ?? describeStatement(text);
    described.set(name, found);
    return found;
  };
  return {
    aroundStatement(statement, run) {
      if (!tracer.active) return run();
      const { summary, attributes } = describe(statement.name, statement.text);
      const options = { kind: SpanKind.CLIENT, attributes: { ...database, ...attributes } };
      return tracer.during(summary, options, run, faultOf);
    },
    aroundTransaction(changes, run) {
      if (!tracer.active) return run();
      const attributes = {
        ...embeddedOperation('COMMIT'),
        ...(changes > 1 && { 'db.operation.batch.size': changes }),
      };
      return tracer.during('COMMIT', { kind: SpanKind.CLIENT, attributes }, run);
    },
    keepAsker: () => AsyncLocalStorage.snapshot(),
    onRead: (known) => tracer.countRead(known),
  };
}

/** A server's own code where there is one (SQLSTATE), else the kind of error. */
function faultOf(error: unknown): Attributes {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)
    ? { 'db.response.status_code': code, 'error.type': code }
    : kindOf(error);
}

const defaultPort = 5432;

/** Where the database is, as the settings name it; a socket is named by its path. */
function addressOf(url: string): Attributes {
  if (!URL.canParse(url)) return {};
  const { hostname, port, pathname, searchParams } = new URL(url);
  return {
    'server.address': searchParams.get('host') ?? hostname.replace(/^\[|\]$/g, ''),
    'server.port': Number(port) || defaultPort,
    'db.namespace': pathname.slice(1),
  };
}
