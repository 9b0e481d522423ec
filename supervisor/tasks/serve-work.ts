import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isErrorCode, RemitError } from '../../contracts/errors.ts'
import { WorkRequest, type Beaten, type Claimed, type Drawn, type Parked } from '../../contracts/work.ts'
import { claimedAnswer } from './claimed-answer.ts'
import { haltedBy } from '../control/control-state.ts'
import { knownTask } from '../decider/rules/known-task.ts'
import { leaseSeconds, type LedgerAnswer } from '../decider/terms.ts'
import type { State } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { reserveSlice } from './reserve-slice.ts'
import { forgettable } from '../record/forgettable.ts'
import { trailDraft } from '../record/trail-text.ts'

type Asked<Op extends WorkRequest['op']> = Extract<WorkRequest, { op: Op }>
const plus = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString()
const refuse = (code: string): never => {
  throw isErrorCode(code) ? new RemitError(code) : new RemitError('INTERNAL', { code })
}

const noSlice = { ok: true as const, holder: '', warned: [], reservations: [] }

/** Names a slice; ids that a worker makes may be of any form and length. */
const requestOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32)

/** What was taken for this very request, and is not in the record, is let go. */
const letGo = async (deps: Deps, ledger: LedgerAnswer, now: State): Promise<void> => {
  if (!ledger.ok || ledger.reservations.length === 0) return
  if (now?.holders[ledger.holder] === undefined) await deps.store.settle(ledger.holder, 'none')
}

/** The subject says which agent asks; what another's worker holds is not its to park, settle or draw on. */
const mustHold = (state: State, task: string, agent: string): void => {
  const known = state?.tasks[task]
  if (known !== undefined && known.agent !== agent) refuse('NOT_HOLDER')
}

const claim = async (deps: Deps, asked: Asked<'claim'>, agent: string): Promise<Claimed> => {
  const control = await deps.control.fresh()
  const handled = await deps.handle({
    goal: asked.goal,
    cause: asked.id,
    by: { kind: 'agent', id: agent },
    traceparent: '',
    build: async (state) => {
      if (state === null) return null
      const task = state.tasks[asked.task]
      if (task && task.agent !== agent) return refuse('NOT_HOLDER')
      const halt = haltedBy(control.halts, { goal: state.id, workflow: state.workflow, agent })
      if (halt) return refuse('HALTED')
      const at = deps.now()
      const what = `${requestOf(asked.id)}-claim`
      // The first slice comes with the claim, so that a short task asks for no more; a playbook spends nothing.
      const [model] = asked.models
      const slice =
        model === undefined
          ? null
          : await reserveSlice(deps, control, state, { agent, model, tokens: 'first', what, at })
      return {
        command: {
          type: 'Claim',
          at,
          until: plus(at, leaseSeconds),
          graph: asked.graph,
          slice: slice?.ledger.ok ? slice.slice : { tokens: 0, cost: 0 },
          ledger: slice?.ledger.ok ? slice.ledger : noSlice,
          task: asked.task,
          attempt: asked.attempt,
          worker: asked.worker,
        },
        release: (now) => letGo(deps, slice?.ledger ?? noSlice, now),
      }
    },
  })
  if (handled.state === null) return refuse('UNKNOWN_GOAL')
  const { answer, state } = handled
  if (answer.kind === 'refused') return refuse(answer.code)
  const task = state.tasks[asked.task]
  if (!task || task.status !== 'running' || task.worker !== asked.worker || task.attempt !== asked.attempt)
    return refuse('OLD_ATTEMPT')
  return claimedAnswer(deps, await deps.control.fresh(), state, task)
}

const heartbeat = async (deps: Deps, asked: Asked<'heartbeat'>, agent: string): Promise<Beaten> => {
  const state = await deps.cache.load(asked.goal)
  if (state === null) return refuse('UNKNOWN_GOAL')
  const known = knownTask(state, { ...asked, agent })
  if ('code' in known) return refuse(known.code)
  const until = plus(deps.now(), leaseSeconds)
  const { id, attempt, wakes } = known.task
  // The timer may have fired a moment ago: then the attempt is lost, whoever beats.
  if (!(await deps.store.moveTimer(`${state.id}/lease.${id}.${attempt}.${wakes}`, until)))
    return refuse('OLD_ATTEMPT')
  const control = await deps.control.fresh()
  const stop =
    haltedBy(control.halts, { goal: state.id, workflow: state.workflow, agent: known.task.agent }) !==
    undefined
  return { ok: true, until, stop }
}

const draw = async (deps: Deps, asked: Asked<'draw'>, agent: string): Promise<Drawn> => {
  const handled = await deps.handle({
    goal: asked.goal,
    cause: asked.id,
    by: { kind: 'agent', id: agent },
    traceparent: '',
    build: async (state) => {
      if (state === null) return null
      const at = deps.now()
      const known = knownTask(state, { ...asked, agent })
      if ('code' in known) return refuse(known.code)
      const control = await deps.control.fresh()
      const drawn = await reserveSlice(deps, control, state, {
        agent,
        model: asked.model,
        tokens: asked.tokens,
        what: `${requestOf(asked.id)}-draw`,
        at,
      })
      const trail = trailDraft(deps.store, state.id)
      const why = await trail.why({
        sentence: drawn.ledger.ok
          ? ''
          : `The budget of ${drawn.ledger.key} does not cover ${drawn.ledger.asked} of ${drawn.ledger.kind}: ${drawn.ledger.left} left.`,
      })
      const { task, attempt, worker } = asked
      return {
        trail: trail.staged,
        command: {
          type: 'Draw',
          at,
          slice: drawn.slice,
          ledger: drawn.ledger,
          why,
          task,
          attempt,
          worker,
        },
        release: (now) => letGo(deps, drawn.ledger, now),
      }
    },
  })
  const event = handled.events.find((one) => one.type === 'BudgetDrawn')
  if (event?.type === 'BudgetDrawn') return { ok: true, tokens: event.data.tokens, cost: event.data.cost }
  return refuse(handled.answer.kind === 'refused' ? handled.answer.code : 'OVER_BUDGET')
}

const park = async (deps: Deps, asked: Asked<'park'>, agent: string): Promise<Parked> => {
  const { task, attempt, worker, waiting, used } = asked
  const handled = await deps.handle({
    goal: asked.goal,
    cause: asked.id,
    by: { kind: 'agent', id: agent },
    traceparent: '',
    build: async (state) => {
      mustHold(state, asked.task, agent)
      return {
        command: {
          type: 'Park',
          at: deps.now(),
          task,
          attempt,
          worker,
          waiting,
          used: { tokens: used.tokens, cost: used.cost },
        },
      }
    },
  })
  if (handled.answer.kind === 'refused') return refuse(handled.answer.code)
  const parked = handled.repeated || (handled.answer.kind === 'parked' && handled.answer.parked)
  return { ok: true, parked }
}

const settle = async (deps: Deps, asked: Asked<'settle'>, agent: string): Promise<{ ok: true }> => {
  const { task, attempt, worker, used } = asked
  const handled = await deps.handle({
    goal: asked.goal,
    cause: asked.id,
    by: { kind: 'agent', id: agent },
    traceparent: '',
    build: async (state) => {
      mustHold(state, asked.task, agent)
      return {
        command: {
          type: 'Settle',
          at: deps.now(),
          task,
          attempt,
          worker,
          used: { tokens: used.tokens, cost: used.cost },
        },
      }
    },
  })
  if (handled.answer.kind === 'refused') return refuse(handled.answer.code)
  return { ok: true }
}

/** `remit.work.<agent>`: claim, heartbeat, draw, settle, park. The subject says who asks, not the message. */
export const serveWork =
  (deps: Deps) =>
  async (data: unknown, agent: string): Promise<unknown> => {
    const parsed = WorkRequest.safeParse(data)
    if (!parsed.success) throw new RemitError('SCHEMA', { issues: z.prettifyError(parsed.error) })
    const asked = parsed.data
    switch (asked.op) {
      case 'claim':
        return claim(deps, asked, agent)
      case 'heartbeat':
        return heartbeat(deps, asked, agent)
      case 'draw':
        return draw(deps, asked, agent)
      case 'settle':
        return settle(deps, asked, agent)
      case 'forget':
        return { ok: true, forget: await forgettable(deps, asked.goals) }
      case 'park':
        return park(deps, asked, agent)
      default:
        return asked satisfies never
    }
  }
