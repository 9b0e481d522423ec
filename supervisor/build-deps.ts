import type { Bus } from '../bus/connect.ts'
import { RemitError } from '../contracts/errors.ts'
import { homeFiles } from '../contracts/home-files.ts'
import type { Store } from '../store/port.ts'
import { afterCommit } from './record/after-commit.ts'
import { consoleKeyReader } from './people/console-key.ts'
import type { Control } from './control/control.ts'
import { haltedBy } from './control/control-state.ts'
import type { Command } from './decider/commands.ts'
import type { State } from './decider/state.ts'
import type { Deps } from './deps.ts'
import { followUp } from './effects/follow-up.ts'
import { goalCache } from './record/goal-cache.ts'
import { commandHandler, type Handled, type Handler } from './record/handle.ts'
import { oneAtATime } from './record/one-at-a-time.ts'
import { policies } from './control/policies.ts'
import { publishEvents } from './record/publish-events.ts'
import { reviewDraws } from './control/review-draw.ts'
import type { SupervisorOptions } from './options.ts'
import { contractCheck } from './tasks/contract-check.ts'
import { termsFrom, termsOf } from './control/terms-of.ts'

const now = (): string => new Date().toISOString()

const termsFor =
  (deps: () => Deps, draws: ReturnType<typeof reviewDraws>) => async (state: State, command: Command) => {
    const { control, policies: known } = deps()
    const current = await control.fresh()
    if (state !== null) {
      const share = known.of(current, state.policy).workflows.get(state.workflow)?.policy.review
      const review = share === undefined || state.tour ? null : draws(state.id, share)
      return { ...termsOf(known, current, state), review }
    }
    const policy = known.current(current)
    return termsFrom(
      policy,
      command.type === 'Accept' && command.to.kind === 'routed' ? command.to.workflow : 'intake',
    )
  }

/** What every part of the supervisor is given, made once; `told` resolves when clients have been told everything. */
export const buildDeps = (
  options: SupervisorOptions,
  store: Store,
  bus: Bus,
  control: Control,
  key: Deps['key'] & Pick<Deps, 'headsKey'>,
  company: string,
  committed: (handled: Handled) => void,
): { deps: Deps; told: () => Promise<void> } => {
  const cache = goalCache(store)
  const known = policies()
  const inOrder = oneAtATime()
  const telling = new Set<Promise<void>>()
  const made: { deps: Deps | null } = { deps: null }
  const deps = (): Deps => {
    if (made.deps === null) throw new RemitError('NOT_READY')
    return made.deps
  }
  /** Events for clients go out in the order of their goal's commits, behind the work that waits for an answer. */
  const tell = (handled: Handled): void => {
    committed(handled)
    const goal = handled.state
    if (goal === null) return
    const sending: Promise<void> = inOrder(goal.id, () => publishEvents(deps(), goal.account, handled.events))
      .catch((error: unknown) =>
        options.log.warn({ err: error, goal: goal.id }, 'events for clients could not be published'),
      )
      .finally(() => telling.delete(sending))
    telling.add(sending)
    if (!handled.repeated || handled.events.length > 0)
      void followUp(deps(), goal).catch((error: unknown) =>
        options.log.warn({ err: error, goal: goal.id }, 'what follows will come by its timer'),
      )
  }
  let act: (handled: Handled) => Promise<void> = () => Promise.resolve()
  const handle: Handler = commandHandler({
    store,
    cache,
    terms: termsFor(deps, reviewDraws(key.privateKey)),
    halted: async (goal) =>
      haltedBy((await control.fresh()).halts, { goal: goal.id, workflow: goal.workflow }) !== undefined,
    afterCommit: (handled) => act(handled),
  })
  made.deps = {
    store,
    bus,
    control,
    policies: known,
    cache,
    handle,
    check: contractCheck(),
    company,
    key,
    headsKey: key.headsKey,
    keys: homeFiles(options.home).keys,
    consoleKey: consoleKeyReader(homeFiles(options.home).keys),
    durable: options.lazySync ? 'process-crash' : 'power-loss',
    now,
    log: options.log,
  }
  act = afterCommit(made.deps, tell)
  return {
    deps: made.deps,
    told: async () => {
      await Promise.all(telling)
    },
  }
}
