import type { Attributes } from '@opentelemetry/api';
import { ForwardingStore } from '../../registry/forwarding-store.ts';
import type { Store } from '../../registry/store.ts';
import type { Tracer } from './tracer.ts';

/**
 * The store, with a span for each call that a request makes. What the service asks of its own accord has none.
 * `attributesOf` may say more of an operation.
 */
export class TracedStore extends ForwardingStore {
  readonly #store: Store;
  readonly #tracer: Tracer;
  readonly #attributesOf: (operation: string) => Attributes;

  constructor(store: Store, tracer: Tracer, attributesOf: (operation: string) => Attributes = () => ({})) {
    super();
    this.#store = store;
    this.#tracer = tracer;
    this.#attributesOf = attributesOf;
  }

  protected override forward<T>(call: (store: Store) => Promise<T>, operation: keyof Store): Promise<T> {
    if (!this.#tracer.active) return call(this.#store);
    const attributes = { 'schemagate.store.operation': operation, ...this.#attributesOf(operation) };
    return this.#tracer.during(`store ${operation}`, { attributes }, () => call(this.#store));
  }

  override ping(): Promise<void> {
    return this.#store.ping();
  }

  override close(): Promise<void> {
    return this.#store.close();
  }
}
