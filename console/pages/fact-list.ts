import { z } from 'zod'
import type { FactShown } from '../../contracts/http/goal-page.ts'

const Read = z.object({
  as: z.string(),
  tool: z.string().optional(),
  at: z.string().optional(),
  value: z.unknown().optional(),
  error: z.unknown().optional(),
})
const Reads = z.array(Read)
const Named = z.record(z.string(), z.unknown())

/** The facts of a judgement as they lie in the trail: the reads with tool and time, or the values by name. */
export const factList = (content: unknown): FactShown[] => {
  const reads = Reads.safeParse(content)
  if (reads.success)
    return reads.data.map(({ as, tool, at, value, error }) => ({
      as,
      tool: tool ?? null,
      at: at ?? null,
      value: value ?? error ?? null,
    }))
  const named = Named.safeParse(content)
  if (!named.success || Array.isArray(content)) return []
  return Object.entries(named.data).flatMap(([as, value]) => {
    const read = Read.safeParse({ as, ...Named.safeParse(value).data })
    const wrapped = read.success && read.data.tool !== undefined && 'value' in read.data
    return wrapped
      ? [{ as, tool: read.data.tool ?? null, at: read.data.at ?? null, value: read.data.value }]
      : [{ as, tool: null, at: null, value }]
  })
}
