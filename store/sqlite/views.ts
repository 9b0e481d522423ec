import type { SQLInputValue } from 'node:sqlite'
import type { GoalFilter, GoalView, InboxItem, Store } from '../port.ts'
import { GoalViewJson, InboxItemJson } from '../view-schema.ts'
import { text } from './columns.ts'
import { sqliteOutcomes } from './outcomes.ts'
import type { SqliteAccess } from './sqlite-access.ts'

type Views = Pick<Store, 'view' | 'goals' | 'inbox' | 'outcomes' | 'goalOfApproval'>

type Conditions = { where: string; values: SQLInputValue[] }

/** Newest first; the position after an item is its time and id, which never change. */
const cursorOf = (view: GoalView): string => `${view.created}|${view.id}`

const conditionsOf = (filter: Record<string, SQLInputValue | undefined>): Conditions => {
  const given = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  )
  return {
    where: given.map(({ name }) => ` AND ${name} = ?`).join(''),
    values: given.map(({ value }) => value),
  }
}

const openOf = ({ open }: GoalFilter): 0 | 1 | undefined => {
  if (open === undefined) return undefined
  return open ? 1 : 0
}

/** The lists: one row a goal, one row an open inbox item. `apply` is for a transaction that is already open. */
export const sqliteViews = (access: SqliteAccess): Views & { apply: (view: GoalView) => boolean } => {
  const { db, read } = access
  const put = db.prepare(
    `INSERT INTO views VALUES (:id, :version, :created, :open, :status, :class, :workflow, :agent, :view)
     ON CONFLICT (id) DO UPDATE SET version = :version, created = :created, open = :open, status = :status,
       class = :class, workflow = :workflow, agent = :agent, view = :view WHERE version < :version`,
  )
  const find = db.prepare('SELECT view FROM views WHERE id = ?')
  const putItem = db.prepare('INSERT INTO inbox VALUES (?, ?, ?, ?, ?, ?)')
  const outcomes = sqliteOutcomes(access)
  const putApproval = db.prepare('INSERT OR IGNORE INTO approvals VALUES (?, ?)')
  const findApproval = db.prepare('SELECT goal FROM approvals WHERE approval = ?')
  const dropItems = db.prepare('DELETE FROM inbox WHERE goal = ?')
  /** One prepared statement for each set of filters that was ever asked for. */
  const prepared = new Map<string, ReturnType<typeof db.prepare>>()
  const statement = (sql: string): ReturnType<typeof db.prepare> => {
    const kept = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, kept)
    return kept
  }

  const viewOf = (row: NonNullable<ReturnType<typeof find.get>>): GoalView =>
    GoalViewJson.parse(JSON.parse(text(row, 'view')))

  const itemOf = (row: NonNullable<ReturnType<typeof find.get>>): InboxItem =>
    InboxItemJson.parse(JSON.parse(text(row, 'item')))

  const goals = (filter: GoalFilter): { items: GoalView[]; cursor: string | null } => {
    const limit = filter.limit ?? 50
    const { status, class: ended, workflow, agent } = filter
    const { where, values } = conditionsOf({ status, class: ended, workflow, agent, open: openOf(filter) })
    const split = filter.cursor?.indexOf('|') ?? -1
    const after =
      filter.cursor === undefined ? [] : [filter.cursor.slice(0, split), filter.cursor.slice(split + 1)]
    const page = after.length > 0 ? ' AND (created, id) < (?, ?)' : ''
    const sql = `SELECT view FROM views WHERE true${where}${page} ORDER BY created DESC, id DESC LIMIT ?`
    const items = statement(sql)
      .all(...values, ...after, limit + 1)
      .map(viewOf)
    const shown = items.slice(0, limit)
    const last = shown.at(-1)
    return { items: shown, cursor: last && items.length > limit ? cursorOf(last) : null }
  }

  return {
    apply(view) {
      const { id, version, created, status, workflow, agent } = view
      const open = view.ended === null ? 1 : 0
      const row = { id, version, created, open, status, class: view.class, workflow, agent }
      const { changes } = put.run({ ...row, view: JSON.stringify(view) })
      if (Number(changes) === 0) return false
      outcomes.apply(id, view.outcome)
      dropItems.run(id)
      for (const item of view.inbox) {
        putItem.run(id, item.id, item.kind, item.role, item.since, JSON.stringify(item))
        if (item.kind === 'approval') putApproval.run(item.id, id)
      }
      return true
    },
    view: (goal) =>
      read(() => {
        const row = find.get(goal)
        return row ? viewOf(row) : null
      }),
    goals: (filter) => read(() => goals(filter)),
    outcomes: outcomes.find,
    goalOfApproval: (approval) =>
      read(() => {
        const row = findApproval.get(approval)
        return row ? text(row, 'goal') : null
      }),
    inbox: (filter) =>
      read(() => {
        const { role, kind, goal } = filter
        const { where, values } = conditionsOf({ role, kind, goal })
        const sql = `SELECT item FROM inbox WHERE true${where} ORDER BY since, id`
        return statement(sql)
          .all(...values)
          .map(itemOf)
      }),
  }
}
