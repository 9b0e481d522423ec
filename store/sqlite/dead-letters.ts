import { z } from 'zod'
import { canonicalJson } from '../../contracts/canonical-json.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { DeadLetter, Store, TrailPut } from '../port.ts'
import { text, textOrNull } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

const Letter = z.strictObject({
  subject: z.string(),
  stream: z.string(),
  code: z.string(),
  attempts: z.int(),
  size: z.int(),
})

/** Whose key a letter is under: its goal's, else one of its own. */
const subjectOf = (id: string, goal: string | null): string => goal ?? `dead/${id}`

/** Dead letters: the row says what came and why it could not be used, the message itself is sealed. */
export const sqliteDeadLetters = (
  { db, read, write }: SqliteAccess,
  trail: Pick<Store, 'getTrail'> & { putNow: (subject: string, canonical: string) => TrailPut },
  drop: (subject: string) => void,
): Pick<Store, 'putDead' | 'deadLetters' | 'deadLetter' | 'markRetried' | 'dropDead'> => {
  const put = db.prepare('INSERT OR IGNORE INTO dead VALUES (?, ?, ?, NULL, ?, ?)')
  const all = db.prepare('SELECT * FROM dead ORDER BY at DESC, id LIMIT 500')
  const find = db.prepare('SELECT * FROM dead WHERE id = ?')
  const mark = db.prepare('UPDATE dead SET retried = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM dead WHERE id = ?')

  const letterOf = (row: NonNullable<ReturnType<typeof find.get>>): DeadLetter => ({
    id: text(row, 'id'),
    at: text(row, 'at'),
    goal: textOrNull(row, 'goal'),
    retried: textOrNull(row, 'retried'),
    ...Letter.parse(JSON.parse(text(row, 'letter'))),
  })
  return {
    putDead: ({ id, at, goal, subject, stream, code, attempts, size }, content) => {
      const letter = { subject, stream, code, attempts, size }
      const canonical = canonicalJson(content)
      return write(() => {
        const { digest } = trail.putNow(subjectOf(id, goal), canonical)
        put.run(id, at, goal, JSON.stringify(letter), digest)
      })
    },
    deadLetters: () => read(() => all.all().map(letterOf)),
    async deadLetter(id) {
      const row = await read(() => find.get(id))
      if (!row) return null
      const letter = letterOf(row)
      try {
        return { letter, content: await trail.getTrail(subjectOf(id, letter.goal), text(row, 'digest')) }
      } catch (error) {
        if (error instanceof RemitError && error.code === 'UNREADABLE') return { letter, content: null }
        throw error
      }
    },
    markRetried: (id, at) => write(() => void mark.run(at, id)),
    dropDead: (ids) =>
      write(() => {
        for (const id of ids) {
          remove.run(id)
          drop(`dead/${id}`)
        }
      }),
  }
}
