import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes, defaultResource } from '@opentelemetry/resources'
import { BatchSpanProcessor, type SpanExporter as SdkExporter } from '@opentelemetry/sdk-trace-base'
import { standardAttributes } from './attributes.ts'
import type { TracesConfig } from './config.ts'
import { findCollector } from './find-collector.ts'
import { readableSpan } from './readable-span.ts'
import type { Span } from './span.ts'

export type SpanLog = {
  info: (fields: Record<string, unknown>, message: string) => void
  warn: (fields: Record<string, unknown>, message: string) => void
}
export type SpanExporter = AsyncDisposable & {
  /** where spans go; null = nowhere, and `export` does nothing */
  url: string | null
  /** takes finished spans at once and never throws: what finds no place in the queue is dropped and counted */
  export: (spans: readonly Span[]) => void
  /** resolves when what was taken is sent or given up */
  flush: () => Promise<void>
  /** flushes for at most `waitMs` and stops */
  close: (waitMs?: number) => Promise<void>
}

const patienceMs = 2000
const quietMs = 60_000

const noExporter: SpanExporter = {
  url: null,
  export: () => {},
  flush: async () => {},
  close: async () => {},
  [Symbol.asyncDispose]: async () => {},
}

/** The same trouble is told once a minute, with how often it came. */
const sometimes = (say: (count: number, error: unknown) => void) => {
  const past = { told: Number.NEGATIVE_INFINITY, count: 0 }
  return (count: number, error?: unknown): void => {
    past.count += count
    if (Date.now() - past.told < quietMs) return
    say(past.count, error)
    past.told = Date.now()
    past.count = 0
  }
}

const sending = (config: TracesConfig, url: string, log: SpanLog): SpanExporter => {
  const resource = defaultResource().merge(
    resourceFromAttributes({
      ...config.resource,
      [standardAttributes.serviceName]: config.service,
      [standardAttributes.serviceNamespace]: config.resource[standardAttributes.serviceNamespace] ?? 'remit',
    }),
  )
  const failed = sometimes((spans, error) =>
    log.warn({ url, spans, err: error }, 'spans could not be sent; they stay in the record'),
  )
  const full = sometimes((spans) =>
    log.warn({ url, spans }, 'the queue of spans is full; they stay in the record'),
  )
  const otlp = new OTLPTraceExporter({ url, headers: config.headers, timeoutMillis: config.timeoutMs })
  let queued = 0
  const told: SdkExporter = {
    export: (spans, done) => {
      queued -= spans.length
      otlp.export(spans, (result) => {
        if (result.error !== undefined) failed(spans.length, result.error)
        done(result)
      })
    },
    shutdown: () => otlp.shutdown(),
  }
  const processor = new BatchSpanProcessor(told, {
    scheduledDelayMillis: config.delayMs,
    maxQueueSize: config.queue,
    maxExportBatchSize: config.batch,
    exportTimeoutMillis: config.timeoutMs * 2,
  })
  /** A failed export has been told when it failed; a time that ran out is told here. */
  const quietly = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      failed(0, error)
    }
  }
  const flush = async (): Promise<void> => {
    await quietly(() => processor.forceFlush())
    // What the timer has begun to send is the exporter's, no longer the processor's.
    await quietly(() => otlp.forceFlush())
  }
  const close = async (waitMs = patienceMs): Promise<void> => {
    const waiting = new AbortController()
    const late = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      waiting.signal.addEventListener('abort', () => clearTimeout(timer))
    })
    await Promise.race([flush().then(() => quietly(() => processor.shutdown())), late])
    waiting.abort()
  }
  return {
    url,
    export: (spans) => {
      for (const span of spans) {
        const readable = readableSpan(span, resource)
        if (readable === null) continue
        if (queued >= config.queue) {
          full(1)
          continue
        }
        queued += 1
        processor.onEnd(readable)
      }
    },
    flush,
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}

/**
 * Sends spans by OTLP over HTTP, in the background and in batches. Where no endpoint is set, a collector that listens
 * on this machine now is used, else nothing is sent; the record has it all either way (`remit trace`). Never throws.
 */
export const createSpanExporter = async (config: TracesConfig, log: SpanLog): Promise<SpanExporter> => {
  for (const fault of config.faults) log.warn({ fault }, 'a setting of the traces is wrong')
  if (config.disabled) return noExporter
  const url = config.url ?? (await findCollector())
  if (url === null) return noExporter
  log.info({ url, service: config.service }, 'traces are sent')
  return sending(config, url, log)
}
