import { ledgerDifference } from '../../store/ledger-difference.ts'
import type { Store } from '../../store/port.ts'
import { withinWindows } from '../../store/within-windows.ts'
import { recountLedger, type Recounted } from './recount-ledger.ts'

export type Drift = ReturnType<typeof ledgerDifference>

/** In which lines the ledger (`before`) and what the logs give (`after`) differ; none where all is well. */
export const ledgerDrift = async (
  store: Pick<Store, 'logs' | 'load' | 'ledger'>,
): Promise<{ drift: Drift; recounted: Recounted }> => {
  const ledger = await store.ledger()
  const recounted = await recountLedger(store)
  const { left, right } = withinWindows(ledger, recounted.lines)
  return { drift: ledgerDifference(left, right), recounted }
}
