import { z } from 'zod'
import type { KeyHolder, Prior, Store } from '../port.ts'
import { integer, text, textOrNull } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

type EffectKeys = Pick<Store, 'takeKey' | 'freeKey' | 'heldKeys' | 'prior'>

/** Every effect that ever took the key; `done` is null until something is known to have happened. */
const Effects = z.array(
  z.strictObject({
    goal: z.string(),
    effect: z.string(),
    at: z.string(),
    done: z.strictObject({ currency: z.string(), amount: z.string() }).nullable(),
  }),
)
type Effects = z.infer<typeof Effects>

type KeyRow = {
  held: (KeyHolder & { at: string }) | null
  settled: number
  settledAt: string | null
  effects: Effects
}

const free: KeyRow = { held: null, settled: 0, settledAt: null, effects: [] }

const priorOf = ({ effects, settled, settledAt }: KeyRow, goal: string, since: string): Prior => {
  const counted = effects.filter((effect) => effect.done && effect.goal !== goal && effect.at >= since)
  const amounts: Record<string, bigint> = {}
  for (const { done } of counted) {
    if (done?.currency) amounts[done.currency] = (amounts[done.currency] ?? 0n) + BigInt(done.amount)
  }
  return { count: counted.length, amounts, settled, lastSettledAt: settledAt }
}

/** What marks a key that is blinded: `heldKeys` answers such ones, and they are taken as they are. */
export const blinded = '#'

/**
 * One row a tool and key: who is doing the effect now, and what was done under this key before. A key holds arguments,
 * so the file has it blinded (HMAC-SHA-256): it outlives what it was made of.
 */
export const sqliteEffectKeys = (
  { db, read, write }: SqliteAccess,
  blind: (text: string) => string,
): EffectKeys => {
  const find = db.prepare(
    'SELECT goal, effect, seen, taken_at, settled, settled_at, effects FROM effect_keys WHERE tool = ? AND key = ?',
  )
  const older = db.prepare(
    `SELECT tool, key, goal, effect FROM effect_keys WHERE effect IS NOT NULL AND taken_at < ?
     ORDER BY taken_at, tool, key`,
  )
  const put = db.prepare(
    `INSERT INTO effect_keys (tool, key, goal, effect, seen, taken_at, settled, settled_at, effects)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET goal = excluded.goal, effect = excluded.effect, seen = excluded.seen,
       taken_at = excluded.taken_at, settled = excluded.settled, settled_at = excluded.settled_at,
       effects = excluded.effects`,
  )

  const nameOf = (key: string): string => (key.startsWith(blinded) ? key : `${blinded}${blind(key)}`)
  const load = (tool: string, key: string): KeyRow => {
    const row = find.get(tool, nameOf(key))
    if (!row) return free
    const [goal, effect] = [textOrNull(row, 'goal'), textOrNull(row, 'effect')]
    return {
      held:
        goal !== null && effect !== null
          ? { goal, effect, seen: integer(row, 'seen'), at: text(row, 'taken_at') }
          : null,
      settled: integer(row, 'settled'),
      settledAt: textOrNull(row, 'settled_at'),
      effects: Effects.parse(JSON.parse(text(row, 'effects'))),
    }
  }
  const save = (tool: string, key: string, { held, settled, settledAt, effects }: KeyRow): void => {
    const holder = [held?.goal ?? null, held?.effect ?? null, held?.seen ?? 0, held?.at ?? '']
    put.run(tool, nameOf(key), ...holder, settled, settledAt, JSON.stringify(effects))
  }

  return {
    takeKey: (tool, key, { goal, effect, seen }, at, since) =>
      write(() => {
        const row = load(tool, key)
        const { held } = row
        if (held && (held.goal !== goal || held.effect !== effect))
          return { ok: false, heldBy: { goal: held.goal, effect: held.effect } }
        // Two replicas may take it for one effect; the one that saw more of the goal is the one that may begin it.
        save(tool, key, { ...row, held: { goal, effect, seen: Math.max(seen, held?.seen ?? 0), at } })
        return { ok: true, prior: priorOf(row, goal, since) }
      }),
    freeKey: (tool, key, { goal, effect, asOf }, at, done, takenBefore) =>
      write(() => {
        const row = load(tool, key)
        const { held } = row
        const holds =
          held?.effect === effect && held.seen < asOf && (takenBefore === undefined || held.at < takenBefore)
        const known = row.effects.find((entry) => entry.effect === effect)
        // A repeat, or a late 'nothing happened' after it was found done: what is done stays done.
        if (!holds && (known?.done || !done)) return
        const kept = done ? { currency: done.currency, amount: String(done.amount) } : (known?.done ?? null)
        const others = row.effects.filter((entry) => entry.effect !== effect)
        save(tool, key, {
          held: holds ? null : row.held,
          settled: row.settled + 1,
          settledAt: at,
          effects: [...others, { goal, effect, at, done: kept }],
        })
      }),
    heldKeys: (takenBefore) =>
      read(() =>
        older.all(takenBefore).map((row) => ({
          tool: text(row, 'tool'),
          key: text(row, 'key'),
          goal: text(row, 'goal'),
          effect: text(row, 'effect'),
        })),
      ),
    prior: (tool, key, goal, since) => read(() => priorOf(load(tool, key), goal, since)),
  }
}
