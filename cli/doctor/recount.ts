import { setTimeout as delay } from 'node:timers/promises'
import { formatMoney, fromMinor } from '../../contracts/money.ts'
import type { LedgerLine, Store } from '../../store/port.ts'
import { ledgerDrift, type Drift } from '../../supervisor/record/ledger-drift.ts'

export type Difference = {
  key: string
  kind: string
  currency: string
  period: string
  day: string
  ledger: { used: string; held: string }
  logs: { used: string; held: string }
}

const amountsOf = (line: LedgerLine | null): { used: string; held: string } => ({
  used: String(line?.used ?? 0n),
  held: String(line?.held ?? 0n),
})

/** Amounts as the ledger counts them: minor units of money, millionths of a unit of cost, counts of the rest. */
export const differenceOf = ({ before, after }: Drift[number]): Difference => {
  const line = before ?? after
  return {
    key: line?.key ?? '',
    kind: line?.kind ?? '',
    currency: line?.currency ?? '',
    period: line?.period ?? '',
    day: line?.day ?? '',
    ledger: amountsOf(before),
    logs: amountsOf(after),
  }
}

/** 'customer:C17 money_moved 30d 2026-11-22: the ledger has 15.00 EUR used and 0.00 EUR held, the logs give …' */
export const sayDifference = ({ key, kind, currency, period, day, ledger, logs }: Difference): string => {
  const shown = (amount: string): string =>
    kind === 'money_moved' ? formatMoney(fromMinor(BigInt(amount), currency)) : amount
  const both = ({ used, held }: Difference['ledger']): string => `${shown(used)} used and ${shown(held)} held`
  const place = [key, kind, period, day].filter((part) => part !== '').join(' ')
  return `${place}: the ledger has ${both(ledger)}, the logs give ${both(logs)}`
}

const tries = 3

/**
 * What differs and stays so: with supervisors at work a reservation may be under way between the ledger and its commit,
 * so that a difference is looked at again before it counts.
 */
export const standingDrift = async (
  store: Pick<Store, 'logs' | 'load' | 'ledger'>,
  pauseMs: number,
): Promise<Difference[]> => {
  let standing: Difference[] | null = null
  for (let look = 0; look < tries; look += 1) {
    if (look > 0) await delay(pauseMs)
    const seen = (await ledgerDrift(store)).drift.map(differenceOf)
    const texts = new Set(seen.map((one) => JSON.stringify(one)))
    standing = (standing ?? seen).filter((one) => texts.has(JSON.stringify(one)))
    if (standing.length === 0) return []
  }
  return standing ?? []
}

/**
 * Replaces the ledger, and who holds what in it, by what the logs give. Only while nobody else writes: whatever moved
 * meanwhile would be lost, so a record that moves is left alone. Answers what was mended; null = the record moved.
 */
export const mendLedger = async (store: Store): Promise<Difference[] | null> => {
  const headsOf = async (): Promise<string> => (await store.headsSince('')).position
  const before = await headsOf()
  const holders = JSON.stringify(await store.heldLines())
  const { recounted, drift } = await ledgerDrift(store)
  if ((await headsOf()) !== before || JSON.stringify(await store.heldLines()) !== holders) return null
  await store.replaceLedger(recounted.lines, recounted.holders)
  return drift.map(differenceOf)
}
