import { z } from 'zod'
import * as answers from '../contracts/http/answers.ts'
import { DeadLines, DeadPage } from '../contracts/http/dead.ts'
import { GoalLines } from '../contracts/http/goal-line.ts'
import { GoalPage } from '../contracts/http/goal-page.ts'
import { Inbox } from '../contracts/http/inbox.ts'
import { Outcomes } from '../contracts/http/outcomes.ts'
import { paths } from '../contracts/http/paths.ts'
import { Spans } from '../observability/span.ts'
import { requests } from '../contracts/http/requests.ts'

type Method = 'get' | 'post' | 'delete'
export type Route = {
  method: Method
  path: string
  summary: string
  /** nobody needs to sign in */
  open?: true
  query?: readonly string[]
  body?: z.ZodType
  answer?: z.ZodType
  /** of an answer that is no JSON */
  media?: string
}

const { CommandAnswer } = answers
const command = (path: string, summary: string, body: z.ZodType): Route => ({
  method: 'post',
  path,
  summary,
  body,
  answer: CommandAnswer,
})

/** The HTTP API: what /api/openapi.json is made from. A test holds it against what the application serves. */
export const routes = {
  health: {
    method: 'get',
    path: paths.health,
    summary: 'The process lives',
    open: true,
    media: 'text/plain',
  },
  ready: {
    method: 'get',
    path: paths.ready,
    summary: 'The process can do its work',
    open: true,
    answer: z.object({ ready: z.boolean() }),
  },
  metrics: {
    method: 'get',
    path: paths.metrics,
    summary: 'Counters for Prometheus; from another machine with a token',
    open: true,
    media: 'text/plain',
  },
  openapi: {
    method: 'get',
    path: paths.openapi,
    summary: 'This description',
    open: true,
    answer: z.record(z.string(), z.unknown()),
  },
  session: {
    method: 'post',
    path: paths.session,
    summary: 'Sign in with a token, a password or the key of a link; sets a session cookie',
    open: true,
    body: requests.session,
    answer: answers.Session,
  },
  link: {
    method: 'post',
    path: paths.link,
    summary: 'A link that signs you in once, elsewhere',
    body: requests.link,
    answer: answers.SignInLink,
  },
  signOut: { method: 'delete', path: paths.session, summary: 'Sign out' },
  submit: command(paths.goals, 'Submit a goal', requests.submit),
  goals: {
    method: 'get',
    path: paths.goals,
    summary: 'Goals, newest first',
    query: ['status', 'class', 'workflow', 'agent', 'q', 'limit', 'cursor'],
    answer: GoalLines,
  },
  goal: { method: 'get', path: paths.goal, summary: 'Everything about one goal', answer: GoalPage },
  events: {
    method: 'get',
    path: paths.events,
    summary: 'The record of a goal: ids, codes, amounts',
    query: ['after'],
    answer: answers.Events,
  },
  trail: {
    method: 'get',
    path: paths.trail,
    summary: 'The texts that the record speaks of',
    answer: answers.Trail,
  },
  trace: {
    method: 'get',
    path: paths.trace,
    summary: 'The spans of a goal, made from its record',
    answer: Spans,
  },
  cancel: command(paths.cancel, 'Cancel a goal', requests.cancel),
  resolution: command(paths.resolution, 'End a goal by what a person did', requests.resolution),
  resume: command(paths.resume, 'Give a goal back to its agents with a note', requests.resume),
  topUp: command(paths.topUp, "Raise a goal's own budget, and let it go on", requests.topUp),
  flag: command(paths.flag, 'Say that an outcome was wrong', requests.flag),
  review: command(
    paths.review,
    'Say whether an outcome that was drawn for review was right',
    requests.review,
  ),
  reversed: command(paths.reversed, 'Record that a person reversed this effect', requests.reversed),
  byPerson: command(paths.byPerson, 'Record that a person did this effect by hand', requests.byPerson),
  again: command(paths.again, 'Allow an effect once more', requests.again),
  mode: command(paths.mode, 'Set how much of a workflow runs without a person', requests.mode),
  promotion: command(
    paths.promotion,
    'Take the next mode, which suggestions have earned',
    requests.promotion,
  ),
  demotion: command(paths.demotion, 'Go back to the mode before', requests.demotion),
  policy: {
    method: 'get',
    path: paths.policy,
    summary: 'The policy that is applied',
    answer: answers.PolicyShown,
  },
  apply: command(
    paths.policy,
    "Apply policy files; what may allow more, or is the company's, waits for a second person",
    requests.policy,
  ),
  inbox: {
    method: 'get',
    path: paths.inbox,
    summary: 'What waits for a person',
    query: ['kind', 'state', 'role', 'goal'],
    answer: Inbox,
  },
  decision: command(paths.decision, 'Approve or reject one exact effect', requests.decision),
  outcomes: {
    method: 'get',
    path: paths.outcomes,
    summary: 'How goals ended, for each workflow, agent and day: each figure with its denominator',
    query: ['workflow', 'from', 'to'],
    answer: Outcomes,
  },
  budgets: {
    method: 'get',
    path: paths.budgets,
    summary: 'What can move today; caps, used, held, left',
    answer: answers.Budgets,
  },
  halts: { method: 'get', path: paths.halts, summary: 'Halts in force', answer: answers.Halts },
  inFlight: {
    method: 'get',
    path: paths.inFlight,
    summary: 'Effects whose outcome is not known yet; `scope` as of a halt',
    query: ['scope'],
    answer: answers.InFlight,
  },
  halt: command(paths.halts, 'Halt a scope', requests.halt),
  lift: { ...command(paths.halt, 'Lift a halt', requests.lift), method: 'delete' },
  erasures: command(
    paths.erasures,
    'Destroy the key of a data subject, and what is about it',
    requests.erasure,
  ),
  dead: {
    method: 'get',
    path: paths.dead,
    summary: 'Messages that nobody could use',
    answer: DeadLines,
  },
  deadLetter: {
    method: 'get',
    path: paths.deadLetter,
    summary: 'One of them, as received',
    answer: DeadPage,
  },
  retry: command(paths.retry, 'Send a dead letter again', requests.retry),
  restored: command(paths.restored, 'Lift the quarantine after a restore', requests.restored),
  rotate: command(paths.rotate, 'Sign and seal with new keys from now on', requests.rotate),
  agents: { method: 'get', path: paths.agents, summary: 'Agents that workers offer', answer: answers.Agents },
  tools: {
    method: 'get',
    path: paths.tools,
    summary: 'Tools that systems offer; what changed in those that nobody accepted yet',
    answer: answers.Tools,
  },
  acceptTool: command(paths.acceptTool, 'Accept the changed definition of a tool', requests.acceptTool),
  stream: {
    method: 'get',
    path: paths.stream,
    summary: 'Events as they are committed, as server-sent events',
    media: 'text/event-stream',
  },
} as const satisfies Record<string, Route>
export type RouteName = keyof typeof routes

/** `/api/goals/{id}` as the router writes it: `/api/goals/:id`. */
export const pattern = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')
