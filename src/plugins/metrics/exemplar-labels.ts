/** By which an observation leads to its trace; none when it is part of none. */
export type ExemplarLabels = { trace_id?: string };

export function exemplarLabels(traceId: string | undefined): ExemplarLabels {
  return traceId === undefined ? {} : { trace_id: traceId };
}
