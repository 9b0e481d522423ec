import { ledgerDifference } from '../../../store/ledger-difference.ts'
import type { LedgerLine } from '../../../store/port.ts'
import type { Evidence } from './evidence.ts'
import { goalOfEffect, type Told } from './read-goals.ts'
import { recountLedger } from './recount-ledger.ts'

const shown = (line: LedgerLine | null): string => (line === null ? '0+0' : `${line.used}+${line.held}`)

/** The ledger against the logs, and the caps against what the shop's own database says was given back. */
export const findDrift = (evidence: Evidence, goals: ReadonlyMap<string, Told>): string[] => {
  const { ledger, refunds, orders, limits } = evidence
  const drift = ledgerDifference([...ledger], recountLedger(goals.values())).map(({ before, after }) => {
    const { key, kind, period, day } = before ?? after ?? { key: '', kind: '', period: '', day: '' }
    return `${key} ${kind} ${period} ${day}: the ledger has ${shown(before)}, the logs give ${shown(after)}`
  })
  const owner = goalOfEffect(goals)
  const sums = new Map<string, { minor: bigint; cap: bigint }>()
  const add = (name: string, minor: bigint, cap: bigint): void => {
    sums.set(name, { minor: (sums.get(name)?.minor ?? 0n) + minor, cap })
  }
  for (const { reference, order, minor, at } of refunds) {
    const told = owner.get(reference)
    if (told === undefined) continue
    add(`goal ${told.id}`, minor, limits.caps.goal)
    add(`customer ${orders.get(order)?.customer ?? order}`, minor, limits.caps.customer)
    add(`${told.state.workflow} on ${at.slice(0, 10)}`, minor, limits.caps.workflow)
  }
  const passed = [...sums].flatMap(([name, { minor, cap }]) =>
    minor > cap ? [`${name} moved ${minor}, its cap is ${cap}`] : [],
  )
  return [...drift, ...passed]
}
