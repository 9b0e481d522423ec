import type { Incoming } from '../bus/incoming.ts'
import type { ContractCheck } from './tasks/contract-check.ts'
import type { Deps } from './deps.ts'
import { RemitError } from '../contracts/errors.ts'
import { serveAuthorise } from './effects/serve-authorise.ts'
import { serveWork } from './tasks/serve-work.ts'
import { serveSettings, type Sandboxes } from './control/settings.ts'
import { rejectIntake, serveSubmit, takeIntake } from './intake/take-intake.ts'
import { takeDead } from './record/take-dead.ts'
import { tellControl } from './control/tell-control.ts'
import { takeCommand } from './people/take-command.ts'
import { takeOffer } from './control/take-offer.ts'
import { takeOutcome } from './tasks/take-outcome.ts'
import { takeResult } from './effects/take-result.ts'
import { takeTrail } from './tasks/take-trail.ts'

const most = 32

/** Nothing can be decided before the policy compiles against the tools that the systems offer. */
const whenReady = (deps: Deps) => async (): Promise<void> => {
  const control = await deps.control.fresh()
  const faults = deps.policies.faults(control)
  if (control.policy === '' || faults.length > 0)
    throw new RemitError('NOT_READY', { reason: 'the policy does not compile yet', faults: faults.length })
}

/** Everything that the supervisor listens to, each subject with the function that takes it. */
export const listen = (deps: Deps, check: ContractCheck, sandboxes: Sandboxes): void => {
  const { bus } = deps
  const { subjects, streams } = bus
  const ready = whenReady(deps)
  const queue = { queue: 'supervisor' }
  const consume = (stream: string, handler: (m: Incoming) => Promise<void>, more = {}): void => {
    bus.consume({
      stream,
      consumer: 'supervisor',
      max: most,
      handler: async (m) => {
        await ready()
        await handler(m)
      },
      ...more,
    })
  }
  const result = takeResult(deps)
  const trail = takeTrail(deps)
  const outcome = takeOutcome(deps, check, trail)
  const command = takeCommand(deps, check)
  consume(streams.intake, takeIntake(deps, check), { onDead: rejectIntake(deps) })
  consume(streams.outcomes, (m) => outcome(m.data, subjects.agentOf(m.subject)))
  consume(streams.results, (m) => result(m.data, subjects.gatewayOfResults(m.subject)))
  consume(streams.trail, (m) => trail(m.data, subjects.agentOf(m.subject)))
  // Kept whatever the policy is: it is not looked into.
  bus.consume({ stream: streams.dead, consumer: 'supervisor', max: most, raw: true, handler: takeDead(deps) })
  const tell = tellControl(deps, sandboxes)
  consume(streams.commands, async (m) => {
    await command(m.data, m.traceparent ?? '')
    await tell()
  })
  const work = serveWork(deps)
  const authorise = serveAuthorise(deps)
  const offer = takeOffer(deps)
  const settings = serveSettings(deps, sandboxes)
  const submit = serveSubmit(deps, check)
  bus.serve(subjects.anyWork, queue, async (m) => {
    await ready()
    return work(m.data, subjects.agentOf(m.subject))
  })
  bus.serve(subjects.authorise, queue, async (m) => {
    await ready()
    return authorise(m.data)
  })
  bus.serve(subjects.anyOffers, queue, (m) => offer(m.data, subjects.nameOfOffer(m.subject)))
  bus.serve(subjects.settings, queue, () => settings())
  bus.serve(subjects.anyApi('goals.submit'), queue, async (m) => {
    await ready()
    return submit(m)
  })
}
