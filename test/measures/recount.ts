import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/**
 * A second program that counts what `remit outcomes` shows, from an exported log alone: it shares no code with the
 * product, so that an error in one is no error in the other. `node test/measures/recount.ts FILE` prints JSON.
 */
type Line = {
  type: string
  goal: string
  at: string
  cause: string
  by: { kind: string }
  // What an event holds is read as it stands: this program trusts no schema of the product.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any
}
type Policy = { baseline: number | null; decision: number; zone: string }
type Asked = {
  tool: string
  at: string
  edited: boolean
  answer?: string
  decided?: string
  people: string[]
  times: number[]
}

const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter((line) => typeof line.type === 'string' && typeof line.goal === 'string')

const policiesIn = (control: Line[]): Map<string, Policy> => {
  const found = new Map<string, Policy>()
  for (const { data } of control.filter((line) => line.type === 'PolicyApplied')) {
    const company = parse(data.files['company.yaml'])
    for (const [file, text] of Object.entries<string>(data.files)) {
      if (!file.startsWith('workflows/')) continue
      const { name, baseline_minutes: baseline, decision_minutes: decision, timezone } = parse(text)
      const zone = timezone ?? company.timezone
      found.set(`${data.digest} ${name}`, { baseline: baseline ?? null, decision: decision ?? 2, zone })
    }
  }
  return found
}

/** Both roots of (1 + z²/n) p² - (2 f + z²/n) p + f² = 0: the Wilson bounds, found another way. */
const bounds = (hits: number, n: number): [number, number] | null => {
  if (n === 0) return null
  const [f, q] = [hits / n, 1.959963984540054 ** 2 / n]
  const root = Math.sqrt(Math.max(0, (2 * f + q) ** 2 - 4 * (1 + q) * f * f))
  return [(2 * f + q - root) / (2 * (1 + q)), (2 * f + q + root) / (2 * (1 + q))]
}

const suggestionsIn = (events: Line[]): Asked[] => {
  const asked = new Map<string, Asked>()
  for (const { type, data, at } of events) {
    if (type === 'ApprovalRequested' && data.why.some((why: string) => why === 'mode' || why === 'risk'))
      asked.set(data.approval, { tool: data.tool, at, edited: false, people: [], times: [] })
    const one = asked.get(type === 'TimeSpent' ? data.about : data.approval)
    if (one === undefined) continue
    if (type === 'ApprovalEdited') one.edited = true
    if (type === 'TimeSpent') one.times.push(data.ms)
    if (type !== 'ApprovalGranted' && type !== 'ApprovalRejected') continue
    one.people.push(data.person)
    one.times.push(Date.parse(at) - Date.parse(one.at))
    if (type === 'ApprovalRejected' || data.complete)
      Object.assign(one, { decided: at, answer: type === 'ApprovalRejected' ? 'no' : 'yes' })
  }
  return [...asked.values()].filter((one) => one.answer !== undefined)
}

const costIn = (events: Line[]): number => {
  let [sum, open] = [0, 0]
  for (const { type, data } of events) {
    if (type === 'TaskStarted') open += data.slice.cost
    const used = type === 'TaskParked' || (type === 'OutcomeReceived' && !data.late) ? data.used : null
    if (used !== null && open > 0) [sum, open] = [sum + used.cost, 0]
    if (type === 'GoalEnded' || type === 'Escalated' || type === 'CancelRequested')
      [sum, open] = [sum + open, 0]
  }
  return sum
}

const timeIn = (events: Line[], decisionMinutes: number): number => {
  const seen = new Map<string, number | null>()
  for (const { type, by, cause, data } of events) {
    if (by.kind !== 'person' || seen.get(cause) === -1) continue
    if (type === 'GoalAccepted' || type === 'CommandRefused') seen.set(cause, -1)
    else if (type === 'TimeSpent') seen.set(cause, data.ms)
    else if (!seen.has(cause)) seen.set(cause, null)
  }
  return [...seen.values()]
    .filter((ms) => ms !== -1)
    .reduce<number>((sum, ms) => sum + (ms ?? decisionMinutes * 60_000), 0)
}

const told = (events: Line[], policies: Map<string, Policy>) => {
  const has = (type: string): Line | undefined => events.findLast((event) => event.type === type)
  const [accepted, end] = [has('GoalAccepted')?.data, has('GoalEnded')]
  const { workflow, policy } = { ...accepted, ...has('GoalRouted')?.data }
  const rules = policies.get(`${policy} ${workflow}`) ?? { baseline: null, decision: 2, zone: 'UTC' }
  const verdict = has('Reviewed')?.data.verdict
  const done = ['done-alone', 'done-approved'].includes(end?.data.class)
  const ruled = events.some((event) => event.type === 'EffectRefused' && event.data.code === end?.data.code)
  const resolved = done ? end?.data.code === 'CHECKED' : end?.data.class === 'declined' && ruled
  const wrong = verdict === 'wrong' || has('Flagged') !== undefined || has('EffectReversed') !== undefined
  return {
    workflow,
    tour: accepted.tour === true,
    class: end?.data.class,
    day: end === undefined ? '' : new Date(end.at).toLocaleDateString('sv-SE', { timeZone: rules.zone }),
    agents: [
      ...new Set(events.filter((event) => event.type === 'TaskAssigned').map((event) => event.data.agent)),
    ],
    resolved,
    wrong,
    right: !wrong && verdict === 'right',
    saved:
      (done ? (rules.baseline ?? 0) * 60_000 : 0) -
      timeIn(events, rules.decision) -
      (wrong ? (rules.baseline ?? 0) * 60_000 : 0),
    cost: costIn(events),
    suggestions: suggestionsIn(events),
  }
}
type Told = ReturnType<typeof told>

const round = (value: number): number => Math.round(value * 1e9) / 1e9
const figures = (goals: Told[]) => {
  const count = (holds: (goal: Told) => boolean): number => goals.filter(holds).length
  const [wrong, right, resolved] = [count((g) => g.wrong), count((g) => g.right), count((g) => g.resolved)]
  const reach = bounds(wrong, wrong + right)
  const sum = (pick: (goal: Told) => number): number => goals.reduce((total, goal) => total + pick(goal), 0)
  return {
    ended: goals.length,
    doneAlone: count((g) => g.class === 'done-alone'),
    doneApproved: count((g) => g.class === 'done-approved'),
    declined: count((g) => g.class === 'declined'),
    byPerson: count((g) => g.class === 'by-person'),
    cancelled: count((g) => g.class === 'cancelled'),
    resolved,
    wrong,
    reviewed: wrong + right,
    low: reach === null ? null : round(reach[0]),
    high: reach === null ? null : round(reach[1]),
    savedMs: sum((g) => g.saved),
    micros: sum((g) => g.cost),
  }
}

const group = (goals: Told[], keys: (goal: Told) => string[]) => {
  const names = [...new Set(goals.flatMap(keys))].toSorted((a, b) => (a < b ? -1 : 1))
  return Object.fromEntries(
    names.map((name) => [name, figures(goals.filter((goal) => keys(goal).includes(name)))]),
  )
}

/** The figures of every workflow that had a goal, over all, by agent and by day; and what its suggestions show. */
export const recount = (text: string) => {
  const logs = new Map<string, Line[]>()
  for (const line of linesOf(text)) logs.set(line.goal, [...(logs.get(line.goal) ?? []), line])
  const control = [...logs].flatMap(([log, lines]) => (log.startsWith('control/') ? lines : []))
  const policies = policiesIn(control)
  const goals = [...logs]
    .filter(([log, lines]) => !log.startsWith('control/') && lines.every(({ type }) => type !== 'GoalSplit'))
    .map(([, lines]) => told(lines, policies))
    .filter((goal) => !goal.tour)
  const names = [...new Set(goals.map((goal) => goal.workflow))].toSorted((a, b) => (a < b ? -1 : 1))
  return names.map((workflow) => {
    const own = goals.filter((goal) => goal.workflow === workflow)
    const ended = own.filter((goal) => goal.class !== undefined)
    const decided = own.flatMap((goal) => goal.suggestions)
    return {
      workflow,
      figures: figures(ended),
      agents: group(ended, (goal) => goal.agents),
      days: group(ended, (goal) => [goal.day]),
      suggestions: {
        of: decided.length,
        accepted: decided.filter((one) => one.answer === 'yes' && !one.edited).length,
        people: [...new Set(decided.flatMap((one) => one.people))].toSorted((a, b) => (a < b ? -1 : 1)),
        fastestMs: decided.length === 0 ? null : Math.min(...decided.flatMap((one) => one.times)),
      },
    }
  })
}

const [, program, file] = process.argv
if (program === import.meta.filename && file !== undefined)
  console.log(JSON.stringify(recount(readFileSync(file, 'utf8')), null, 1))
