import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Event = z.looseObject({
  id: z.string(),
  type: z.string(),
  goal: z.string(),
  version: z.int(),
  at: z.string(),
  data: z.record(z.string(), z.unknown()),
})
const Thing = z.looseObject({
  kind: z.literal('object'),
  goal: z.string(),
  digest: z.string(),
  content: z.unknown(),
})
export type ReadEvent = z.infer<typeof Event>

/** An export with content as docs/record.md describes it: events by log, and what digests stand for. */
export const readRecord = (file: string) => {
  const logs = new Map<string, ReadEvent[]>()
  const objects = new Map<string, unknown>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '') continue
    const value: unknown = JSON.parse(line)
    const thing = Thing.safeParse(value)
    if (thing.success) objects.set(`${thing.data.goal} ${thing.data.digest}`, thing.data.content)
    const event = Event.safeParse(value)
    if (event.success) logs.set(event.data.goal, [...(logs.get(event.data.goal) ?? []), event.data])
  }
  return {
    goals: [...logs].filter(([name]) => !name.startsWith('control/')),
    control: [...logs].filter(([name]) => name.startsWith('control/')).flatMap(([, events]) => events),
    content: (goal: string, digest: unknown): unknown => objects.get(`${goal} ${String(digest)}`),
  }
}
export type ReadRecord = ReturnType<typeof readRecord>
