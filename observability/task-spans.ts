import type { GoalEvent, Recorded } from '../contracts/events.ts'
import { codeOf, type Values } from './attribute-values.ts'
import { attributes as a, spanNames as n, standardAttributes as s } from './attributes.ts'
import type { Pen } from './trace-pen.ts'

type Event = Recorded<GoalEvent>
export type TaskEvent = Extract<
  Event,
  {
    type:
      | 'TaskAssigned'
      | 'TaskStarted'
      | 'TaskParked'
      | 'TaskUnclaimed'
      | 'AttemptFailed'
      | 'HandedOff'
      | 'Delegated'
      | 'DelegateEnded'
      | 'OutcomeReceived'
      | 'CheckOrdered'
      | 'CheckFailed'
      | 'BudgetDrawn'
      | 'BudgetSettled'
  }
>
type Known = { agent: string; contract: string; anchor: string; parkedOn: readonly string[] }
type Spent = { tokens: number; cost: number } | null

/** Everything that is over once a person takes over, a cancel comes or the goal ends. */
export const isWork = (key: string): boolean => /^(?:attempt|claim|parked|check) /.test(key)

const spentValues = (used: Spent): Values =>
  used === null ? {} : { [a.tokens]: used.tokens, [a.cost]: used.cost }

export type TaskSpans = {
  take: (event: TaskEvent) => void
  /** the short span of an assignment: parent of all that happens in the task */
  anchor: (task: string | null) => string | null
  /** an effect is settled: who parked on it may go on */
  wake: (event: Event, effect: string) => void
}

/** Assignments, their attempts, parking, and the check at the end. */
export const taskSpans = (pen: Pen): TaskSpans => {
  const tasks = new Map<string, Known>()
  const anchor = (task: string | null): string | null =>
    task === null ? null : (tasks.get(task)?.anchor ?? null)
  const about = (task: string, attempt?: number): Values => ({
    [a.task]: task,
    [a.agent]: tasks.get(task)?.agent,
    [a.attempt]: attempt,
  })
  const waitForWorker = (event: Event, task: string, values: Values): void =>
    pen.begin(event, `claim ${task}`, {
      name: n.waitWorker,
      parent: anchor(task),
      values: { ...about(task), ...values },
    })

  const assigned = (event: Extract<TaskEvent, { type: 'TaskAssigned' }>): void => {
    const { task, agent, contract, from } = event.data
    const values = {
      [a.task]: task,
      [a.agent]: agent,
      [a.contract]: contract,
      [a.handoffFrom]: from === null ? null : tasks.get(from)?.agent,
    }
    const drawn = pen.point(event, { name: `${n.task} ${agent}`, values })
    tasks.set(task, { agent, contract, anchor: drawn, parkedOn: [] })
    waitForWorker(event, task, { [a.attempt]: 1 })
  }
  const started = (event: Extract<TaskEvent, { type: 'TaskStarted' }>): void => {
    const { task, attempt, worker, agent, resumed } = event.data
    pen.end(event, `parked ${task}`)
    pen.end(event, `claim ${task}`, { values: { [a.worker]: worker } })
    pen.begin(event, `attempt ${task}`, {
      name: `${n.attempt} ${agent}`,
      parent: anchor(task),
      values: {
        ...about(task, attempt),
        [a.agent]: agent,
        [a.contract]: tasks.get(task)?.contract,
        [a.worker]: worker,
        [a.resumed]: resumed,
        [s.operation]: 'invoke_agent',
        [s.agentName]: agent,
        [s.conversation]: event.meta.goal,
      },
    })
  }
  const parked = (event: Extract<TaskEvent, { type: 'TaskParked' }>): void => {
    const { task, attempt, waiting, used } = event.data
    const values = { [a.outcome]: 'parked', ...spentValues(used) }
    pen.end(event, `attempt ${task}`, { status: 'ok', values })
    const known = tasks.get(task)
    if (known !== undefined) tasks.set(task, { ...known, parkedOn: waiting })
    pen.begin(event, `parked ${task}`, {
      name: n.waitParked,
      parent: anchor(task),
      values: { ...about(task, attempt), [a.effect]: waiting.join(',') },
    })
  }
  const delegated = (event: Extract<TaskEvent, { type: 'Delegated' }>): void => {
    const { task, attempt, children } = event.data
    const values = {
      ...about(task, attempt),
      [a.handoffContract]: children.map((one) => one.contract).join(','),
    }
    pen.begin(event, `parked ${task}`, { name: n.waitParked, parent: anchor(task), values })
  }
  /** Whoever did not end by itself has nothing under way any more. */
  const delegateEnded = (event: Extract<TaskEvent, { type: 'DelegateEnded' }>): void => {
    const { task, status } = event.data
    const code = codeOf(event.data.code)
    for (const key of [`claim ${task}`, `parked ${task}`, `attempt ${task}`])
      pen.end(event, key, status === 'ok' ? { status: 'ok' } : { status: 'error', code })
  }
  const attemptFailed = (event: Extract<TaskEvent, { type: 'AttemptFailed' }>): void => {
    const { task, attempt, next, used } = event.data
    const code = codeOf(event.data.code)
    const values = { [a.outcome]: 'failed', ...(used?.tokens || used?.cost ? spentValues(used) : {}) }
    pen.end(event, `claim ${task}`)
    pen.end(event, `parked ${task}`)
    if (!pen.end(event, `attempt ${task}`, { status: 'error', code, values }))
      pen.point(event, {
        name: n.attemptFailed,
        parent: anchor(task),
        status: 'error',
        code,
        values: about(task, attempt),
      })
    if (next !== null) waitForWorker(event, task, { [a.attempt]: next })
  }
  const outcome = (event: Extract<TaskEvent, { type: 'OutcomeReceived' }>): void => {
    const { task, attempt, kind, late, used, effect } = event.data
    const values = { [a.outcome]: kind, [a.effect]: effect, ...spentValues(used) }
    if (late) {
      pen.point(event, {
        name: n.lateOutcome,
        parent: anchor(task),
        values: { ...about(task, attempt), ...values, [a.late]: true },
      })
      return
    }
    // What a failed attempt's code is says the AttemptFailed that stands behind it in the same commit.
    if (kind === 'failed') pen.note(`attempt ${task}`, values)
    else pen.end(event, `attempt ${task}`, { status: 'ok', values })
  }
  const take = (event: TaskEvent): void => {
    switch (event.type) {
      case 'TaskAssigned':
        return assigned(event)
      case 'TaskStarted':
        return started(event)
      case 'TaskParked':
        return parked(event)
      case 'AttemptFailed':
        return attemptFailed(event)
      case 'Delegated':
        return delegated(event)
      case 'DelegateEnded':
        return delegateEnded(event)
      case 'OutcomeReceived':
        return outcome(event)
      case 'TaskUnclaimed': {
        const { task, attempt } = event.data
        pen.point(event, {
          name: n.unclaimed,
          parent: anchor(task),
          status: 'error',
          code: 'TASK_UNCLAIMED',
          values: about(task, attempt),
        })
        return
      }
      case 'HandedOff': {
        const { from, to, contract, task } = event.data
        const agent = tasks.get(from)?.agent
        pen.point(event, {
          name: `${n.handoff} ${contract}`,
          parent: anchor(from),
          values: {
            [a.task]: task,
            [a.agent]: agent,
            [a.handoffFrom]: agent ?? from,
            [a.handoffTo]: to,
            [a.handoffContract]: contract,
          },
        })
        return
      }
      case 'CheckOrdered': {
        const { check, task } = event.data
        // One check may read more than once.
        if (!pen.isOpen(`check ${check}`))
          pen.begin(event, `check ${check}`, {
            name: n.check,
            parent: anchor(task),
            values: { ...about(task), [a.check]: check },
          })
        return
      }
      case 'CheckFailed': {
        const { check, task } = event.data
        const code = codeOf(event.data.code)
        if (!pen.end(event, `check ${check}`, { status: 'error', code }))
          pen.point(event, {
            name: n.checkFailed,
            parent: anchor(task),
            status: 'error',
            code,
            values: { ...about(task), [a.check]: check },
          })
        return
      }
      // Beats of the machine: what an attempt used stands at its end.
      case 'BudgetDrawn':
      case 'BudgetSettled':
        return
      default:
        return event satisfies never
    }
  }
  const wake = (event: Event, effect: string): void => {
    for (const [task, known] of tasks) {
      if (!known.parkedOn.includes(effect)) continue
      tasks.set(task, { ...known, parkedOn: [] })
      if (pen.end(event, `parked ${task}`)) waitForWorker(event, task, { [a.resumed]: true })
    }
  }
  return { take, anchor, wake }
}
