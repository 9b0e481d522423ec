import { readGoalEvent } from '../../contracts/events.ts'
import { goalScopes } from '../../contracts/halt.ts'
import type { InFlightLine } from '../../contracts/http/answers.ts'
import { systemOfTool } from '../../contracts/ids.ts'
import type { GoalView, Store } from '../../store/port.ts'
import { foldEffects } from '../pages/fold-effects.ts'

const open: ReadonlySet<string> = new Set(['authorised', 'executing', 'settling', 'unknown'])

const inScope = (scope: string, line: InFlightLine): boolean =>
  [
    'everything',
    ...goalScopes(line.goal),
    `workflow:${line.workflow}`,
    `agent:${line.agent}`,
    `tool:${line.tool}`,
    `system:${systemOfTool(line.tool)}`,
  ].includes(scope)

const linesOf = async (store: Pick<Store, 'load'>, { id, workflow }: GoalView): Promise<InFlightLine[]> =>
  foldEffects((await store.load(id)).map(readGoalEvent), () => null)
    .filter(({ status }) => open.has(status))
    .map(({ id: effect, agent, tool, status, at, amount }) => ({
      goal: id,
      workflow,
      effect,
      agent,
      tool,
      status,
      at,
      amount,
    }))

/** Effects that were begun, or may begin, and whose outcome is not known: what a halt could not take back. */
export const inFlight = async (
  store: Pick<Store, 'load' | 'goals'>,
  scope: string,
): Promise<InFlightLine[]> => {
  const lines: InFlightLine[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Store['goals']>> = await store.goals({
      open: true,
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    })
    for (const view of page.items) lines.push(...(await linesOf(store, view)))
    cursor = page.cursor
  } while (cursor !== null)
  return lines.filter((line) => inScope(scope, line))
}
