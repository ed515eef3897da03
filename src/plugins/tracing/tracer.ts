import {
  type Attributes,
  type Context,
  createContextKey,
  type Tracer as OpenTelemetryTracer,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

type Carrier = Readonly<Record<string, unknown>>;

const fromHeaders = {
  get: (headers: Carrier, name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  },
  keys: (headers: Carrier) => Object.keys(headers),
};
const intoHeaders = { set: (headers: Headers, name: string, value: string) => headers.set(name, value) };

/** How many answers of the store memory had, and had not, for a request. */
export interface Reads {
  hits: number;
  misses: number;
}

const readsKey = createContextKey('reads of the store');

/**
 * Spans, and which of them the running code belongs to. It keeps that to itself instead of in OpenTelemetry's
 * globals, so that two services in one process don't mix.
 */
export class Tracer {
  readonly #tracer: OpenTelemetryTracer;
  readonly #contexts = new AsyncLocalStorageContextManager();
  readonly #propagator = new W3CTraceContextPropagator();

  constructor(tracer: OpenTelemetryTracer) {
    this.#tracer = tracer;
  }

  /** Begins what a request is answered in: a span of the caller's trace when its headers name one. */
  startRequest(
    headers: Carrier,
    name: string,
    options: SpanOptions,
  ): { readonly span: Span; readonly context: Context; readonly reads: Readonly<Reads> } {
    const caller = this.#propagator.extract(ROOT_CONTEXT, headers, fromHeaders);
    const span = this.#tracer.startSpan(name, options, caller);
    const reads: Reads = { hits: 0, misses: 0 };
    return { span, context: trace.setSpan(caller, span).setValue(readsKey, reads), reads };
  }

  /** Counts an answer of the store for the request that the running code is part of. */
  countRead(known: boolean): void {
    const reads = this.#contexts.active().getValue(readsKey) as Reads | undefined;
    if (reads === undefined) return;
    if (known) reads.hits += 1;
    else reads.misses += 1;
  }

  /** Runs code, and all that it starts, as part of a span. */
  within(context: Context, run: () => void): void {
    this.#contexts.with(context, run);
  }

  /** Whether the running code is part of a span. */
  get active(): boolean {
    return trace.getSpan(this.#contexts.active()) !== undefined;
  }

  /** Of the trace that a context, or the running code, is part of; undefined when none of it will be sent. */
  sampledTraceId(context = this.#contexts.active()): string | undefined {
    const span = trace.getSpanContext(context);
    return span && (span.traceFlags & TraceFlags.SAMPLED) !== 0 ? span.traceId : undefined;
  }

  /** Runs a call as a span of its own, which ends with it; `faultOf` says what is told of its error. */
  during<T>(
    name: string,
    options: SpanOptions,
    call: (span: Span, context: Context) => T,
    faultOf: FaultOf = kindOf,
  ): T {
    const parent = this.#contexts.active();
    const span = this.#tracer.startSpan(name, options, parent);
    const context = trace.setSpan(parent, span);
    try {
      const result = this.#contexts.with(context, () => call(span, context));
      if (result instanceof Promise) endWith(result, span, faultOf);
      else span.end();
      return result;
    } catch (error) {
      fail(span, faultOf(error));
      throw error;
    }
  }

  /** Tells a server that is called which span calls it (W3C Trace Context). */
  inject(context: Context, headers: Headers): void {
    this.#propagator.inject(context, headers, intoHeaders);
  }
}

type FaultOf = (error: unknown) => Attributes;

function endWith(result: Promise<unknown>, span: Span, faultOf: FaultOf): void {
  result.then(
    () => span.end(),
    (error: unknown) => fail(span, faultOf(error)),
  );
}

/** The kind of error alone: its message may hold what does not belong in traces. */
export function kindOf(error: unknown): Attributes {
  return { 'error.type': error instanceof Error ? error.name : typeof error };
}

function fail(span: Span, fault: Attributes): void {
  span.setAttributes(fault);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
