import { z } from 'zod'

const text = z
  .string()
  .transform((value) => value.trim())
  .optional()
const flag = text.transform((value) => value?.toLowerCase() === 'true')
const whole = z.coerce.number().int().positive()

const Environment = z.object({
  OTEL_SDK_DISABLED: flag,
  OTEL_TRACES_EXPORTER: text,
  OTEL_EXPORTER_OTLP_ENDPOINT: text,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: text,
  OTEL_EXPORTER_OTLP_PROTOCOL: text,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: text,
  OTEL_EXPORTER_OTLP_HEADERS: text,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: text,
  OTEL_EXPORTER_OTLP_TIMEOUT: text,
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: text,
  OTEL_SERVICE_NAME: text,
  OTEL_RESOURCE_ATTRIBUTES: text,
  OTEL_BSP_SCHEDULE_DELAY: text,
  OTEL_BSP_MAX_QUEUE_SIZE: text,
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: text,
})
type Variables = z.infer<typeof Environment>

export type TracesConfig = {
  /** where traces are sent; null = look for a collector on this machine */
  url: string | null
  headers: Record<string, string>
  service: string
  resource: Record<string, string>
  timeoutMs: number
  delayMs: number
  queue: number
  batch: number
  disabled: boolean
  /** what was set and cannot be followed, a sentence each: telemetry is never a reason not to start */
  faults: string[]
}

/** `key=value,key=value`, percent-encoded, as the OpenTelemetry and W3C Baggage specifications write it. */
const pairs = (name: string, list: string | undefined, faults: string[]): Record<string, string> => {
  const found: [string, string][] = []
  for (const entry of (list ?? '').split(',').filter((part) => part.trim() !== '')) {
    const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(entry) ?? []
    // A header's value may be a secret, so a fault says where it is and not what it is.
    if (key === undefined || value === undefined || /%(?![0-9A-Fa-f]{2})/.test(value))
      faults.push(`${name}: expected key=value,key=value, percent-encoded; entry ${found.length + 1} is not`)
    else found.push([key, decodeURIComponent(value)])
  }
  return Object.fromEntries(found)
}

const numberOf = (
  variables: Variables,
  name: keyof Variables,
  otherwise: number,
  faults: string[],
): number => {
  const value = variables[name]
  if (value === undefined || value === '') return otherwise
  const parsed = whole.safeParse(value)
  if (parsed.success) return parsed.data
  faults.push(`${name}: expected a whole number over 0, so ${otherwise} is taken`)
  return otherwise
}

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

const urlOf = (variables: Variables, faults: string[]): string | null => {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces, OTEL_EXPORTER_OTLP_ENDPOINT: base } = variables
  const [name, url] = traces
    ? ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', traces]
    : ['OTEL_EXPORTER_OTLP_ENDPOINT', base ? `${base.replace(/\/$/, '')}/v1/traces` : null]
  if (!url) return null
  if (isHttp(url)) return url
  faults.push(`${name}: expected an http:// or https:// address, so no traces are sent`)
  return ''
}

/**
 * Where traces go, by OpenTelemetry's standard environment (specification, "OTLP Exporter Configuration" and "SDK
 * Environment Variables"). Never throws.
 */
export const tracesConfig = (
  environment: Record<string, string | undefined> = process.env,
  service = 'remit',
): TracesConfig => {
  const variables = Environment.parse(environment)
  const faults: string[] = []
  const url = urlOf(variables, faults)
  const exporter = variables.OTEL_TRACES_EXPORTER || 'otlp'
  if (exporter !== 'otlp' && exporter !== 'none')
    faults.push('OTEL_TRACES_EXPORTER: expected otlp or none, so no traces are sent')
  const protocol = variables.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || variables.OTEL_EXPORTER_OTLP_PROTOCOL
  if (protocol === 'grpc')
    faults.push('OTEL_EXPORTER_OTLP_PROTOCOL: traces are sent by http/json, not grpc; give an HTTP endpoint')
  const resource = pairs('OTEL_RESOURCE_ATTRIBUTES', variables.OTEL_RESOURCE_ATTRIBUTES, faults)
  const number = (name: keyof Variables, otherwise: number): number =>
    numberOf(variables, name, otherwise, faults)
  const queue = number('OTEL_BSP_MAX_QUEUE_SIZE', 8192)
  return {
    url,
    headers: {
      ...pairs('OTEL_EXPORTER_OTLP_HEADERS', variables.OTEL_EXPORTER_OTLP_HEADERS, faults),
      ...pairs('OTEL_EXPORTER_OTLP_TRACES_HEADERS', variables.OTEL_EXPORTER_OTLP_TRACES_HEADERS, faults),
    },
    service: variables.OTEL_SERVICE_NAME || resource['service.name'] || service,
    resource,
    timeoutMs: number('OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', number('OTEL_EXPORTER_OTLP_TIMEOUT', 10_000)),
    delayMs: number('OTEL_BSP_SCHEDULE_DELAY', 1000),
    queue,
    batch: Math.min(number('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512), queue),
    disabled: variables.OTEL_SDK_DISABLED || exporter !== 'otlp' || url === '' || protocol === 'grpc',
    faults,
  }
}
