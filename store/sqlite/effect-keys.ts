import { z } from 'zod'
import type { Prior, Store } from '../port.ts'
import { integer, text, textOrNull } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

type EffectKeys = Pick<Store, 'takeKey' | 'freeKey' | 'prior'>

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
  held: { goal: string; effect: string } | null
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

/** One row a tool and key: who is doing the effect now, and what was done under this key before. */
export const sqliteEffectKeys = ({ db, read, write }: SqliteAccess): EffectKeys => {
  const find = db.prepare(
    'SELECT goal, effect, settled, settled_at, effects FROM effect_keys WHERE tool = ? AND key = ?',
  )
  const put = db.prepare(
    `INSERT INTO effect_keys VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET goal = excluded.goal, effect = excluded.effect, settled = excluded.settled,
       settled_at = excluded.settled_at, effects = excluded.effects`,
  )

  const load = (tool: string, key: string): KeyRow => {
    const row = find.get(tool, key)
    if (!row) return free
    const [goal, effect] = [textOrNull(row, 'goal'), textOrNull(row, 'effect')]
    return {
      held: goal !== null && effect !== null ? { goal, effect } : null,
      settled: integer(row, 'settled'),
      settledAt: textOrNull(row, 'settled_at'),
      effects: Effects.parse(JSON.parse(text(row, 'effects'))),
    }
  }
  const save = (tool: string, key: string, { held, settled, settledAt, effects }: KeyRow): void => {
    put.run(tool, key, held?.goal ?? null, held?.effect ?? null, settled, settledAt, JSON.stringify(effects))
  }

  return {
    takeKey: (tool, key, holder, since) =>
      write(() => {
        const row = load(tool, key)
        const same = row.held?.goal === holder.goal && row.held.effect === holder.effect
        if (row.held && !same) return { ok: false, heldBy: row.held }
        if (!same) save(tool, key, { ...row, held: { goal: holder.goal, effect: holder.effect } })
        return { ok: true, prior: priorOf(row, holder.goal, since) }
      }),
    freeKey: (tool, key, effect, at, done) =>
      write(() => {
        const row = load(tool, key)
        const holds = row.held?.effect === effect
        const known = row.effects.find((entry) => entry.effect === effect)
        // A repeat, or a late 'nothing happened' after it was found done: what is done stays done.
        if (!holds && (known?.done || !done)) return
        const goal = (holds ? row.held?.goal : known?.goal) ?? ''
        const kept = done ? { currency: done.currency, amount: String(done.amount) } : (known?.done ?? null)
        const others = row.effects.filter((entry) => entry.effect !== effect)
        save(tool, key, {
          held: holds ? null : row.held,
          settled: row.settled + 1,
          settledAt: at,
          effects: [...others, { goal, effect, at, done: kept }],
        })
      }),
    prior: (tool, key, goal, since) => read(() => priorOf(load(tool, key), goal, since)),
  }
}
