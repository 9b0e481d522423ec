import { SpanKind, SpanStatusCode, TraceFlags, type HrTime, type SpanContext } from '@opentelemetry/api'
import type { Resource } from '@opentelemetry/resources'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Span } from './span.ts'

const kinds = { internal: SpanKind.INTERNAL, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT }
const statuses = { unset: SpanStatusCode.UNSET, ok: SpanStatusCode.OK, error: SpanStatusCode.ERROR }
const scope = { name: 'remit' }

const timeOf = (ms: number): HrTime => [Math.trunc(ms / 1000), (ms % 1000) * 1_000_000]
const contextOf = (traceId: string, spanId: string, isRemote: boolean): SpanContext => ({
  traceId,
  spanId,
  traceFlags: TraceFlags.SAMPLED,
  isRemote,
})

/** A finished span as OpenTelemetry's exporters take it, under the id that the record gave it; null while it is open. */
export const readableSpan = (span: Span, resource: Resource): ReadableSpan | null => {
  if (span.end === null) return null
  const [start, end] = [Date.parse(span.start), Date.parse(span.end)]
  const context = contextOf(span.trace, span.id, false)
  return {
    name: span.name,
    kind: kinds[span.kind],
    spanContext: () => context,
    ...(span.parent === null ? {} : { parentSpanContext: contextOf(span.trace, span.parent, span.root) }),
    startTime: timeOf(start),
    endTime: timeOf(end),
    duration: timeOf(end - start),
    ended: true,
    status: {
      code: statuses[span.status],
      ...(span.status === 'error' && span.code !== '' ? { message: span.code } : {}),
    },
    attributes: span.attributes,
    links: [],
    events: [],
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }
}
