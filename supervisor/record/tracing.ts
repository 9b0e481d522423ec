import { tracesConfig } from '../../observability/config.ts'
import { createSpanExporter } from '../../observability/exporter.ts'
import { exportCommits } from '../../observability/goal-spans.ts'
import { logDecisions } from '../../observability/log-decisions.ts'
import type { Store } from '../../store/port.ts'
import type { Log } from '../deps.ts'
import type { Handled } from './handle.ts'

export type Tracing = { committed: (handled: Handled) => void; close: () => Promise<void> }

/** After each commit: its spans to the collector, if there is one, and one line of the log for what was decided. */
export const startTracing = async (store: Store, log: Log): Promise<Tracing> => {
  const exporter = await createSpanExporter(tracesConfig(), log)
  const spans = exportCommits(exporter, (goal) => store.load(goal), log)
  const decisions = logDecisions(log)
  return {
    committed: (handled) => {
      spans(handled)
      decisions(handled)
    },
    close: async () => {
      await spans.settled()
      await exporter.close()
    },
  }
}
