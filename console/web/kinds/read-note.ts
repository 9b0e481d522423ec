import { z } from 'zod'
import { sent } from '../schema-form/written.ts'

/** Nobody ponders one item for longer than a working day. */
const ActiveMs = z
  .int()
  .min(0)
  .max(8 * 3_600_000)
type Read = {
  errors: Record<string, string>
  said: { note?: string }
  /** how long the page was active, where it counted */
  time: { activeMs?: number }
}
const longest = 4000

/** The words and the time that a form came with. The time is the page's own word: what is none is left out. */
export const readNote = (form: URLSearchParams, { required }: { required: boolean }): Read => {
  const note = sent(form.get('note')).trim()
  const counted = ActiveMs.safeParse(Number.parseInt(form.get('activeMs') ?? '', 10))
  const time = counted.success ? { activeMs: counted.data } : {}
  if (note === '' && required)
    return { errors: { note: 'Write a sentence: it is kept in the record.' }, said: {}, time }
  if (note.length > longest) return { errors: { note: `At most ${longest} characters.` }, said: {}, time }
  return { errors: {}, said: note === '' ? {} : { note }, time }
}
