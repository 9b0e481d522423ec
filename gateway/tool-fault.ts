import { z } from 'zod'

/** A tool's error as far as it can be read: what it calls it, and the status a web API would give it. */
export type ToolFault = { code: string | undefined; status: number | undefined; message: string }

const Fields = z.looseObject({
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
})
const Nested = z.looseObject({ error: Fields })

/** Reads {code, status, message}, or the same under `error`. */
const fromObject = (value: unknown): ToolFault | undefined => {
  const nested = Nested.safeParse(value)
  const flat = Fields.safeParse(nested.success ? nested.data.error : value)
  if (!flat.success) return undefined
  const { code, status, message } = flat.data
  if (code === undefined && status === undefined) return undefined
  const numeric = typeof code === 'number' && code >= 400 && code < 600
  return {
    code: typeof code === 'string' ? code.toLowerCase().replaceAll('-', '_') : undefined,
    status: status ?? (numeric ? code : undefined),
    message: message ?? JSON.stringify(value).slice(0, 500),
  }
}

const fromText = (text: string): ToolFault | undefined => {
  try {
    return fromObject(JSON.parse(text))
  } catch {
    // Prose, not JSON: the caller takes it as words.
    return undefined
  }
}

/** The fault in an `isError` answer: its structured content, else JSON in its text, else its words alone. */
export const toolFault = (structured: unknown, text: string): ToolFault =>
  fromObject(structured) ??
  fromText(text) ?? {
    code: /^(not_found)\b/.exec(text)?.[1],
    status: undefined,
    message: text.slice(0, 500) || 'the tool answered with an error without words',
  }

/** Codes of work that is under way, or whose end the system does not know, whatever status they come with. */
const underWay = /(^|_)(in_progress|conflict|processing|pending|locked|timeout|timed_out|internal)(_|$)/
/** Codes that leave it open where no status says more. */
const open =
  /(^|_)(unknown|unavailable|deadline|aborted|cancell?ed|interrupted|retry|error|failed|failure)(_|$)/

/** 408, 409, 423 and 425 are said of requests that are being, or may have been, carried out. */
export const statusRefuses = (status: number): boolean =>
  status >= 400 && status < 500 && ![408, 409, 423, 425, 499].includes(status)

/**
 * Whether a tool's own error says for certain that it did nothing. Words alone never do: a server library turns any
 * exception, also one after the deed, into an error with its text.
 */
export const faultRefuses = ({ code, status }: ToolFault): boolean => {
  if (code !== undefined && underWay.test(code)) return false
  if (status !== undefined) return statusRefuses(status)
  return code !== undefined && !open.test(code)
}

/** The look-up's 'there is no such record', the only answer that counts as absence. */
export const faultIsAbsence = (fault: Pick<ToolFault, 'code' | 'status'>): boolean =>
  fault.code === undefined
    ? fault.status === 404
    : /^(not_found|notfound|no_such_\w+|\w+_not_found)$/.test(fault.code)
