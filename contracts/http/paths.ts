/** The URLs of the HTTP API: spelled here, used by console and clients. `{name}` stands for one encoded segment. */
export const paths = {
  session: '/api/session',
  link: '/api/session/link',
  goals: '/api/goals',
  goal: '/api/goals/{id}',
  events: '/api/goals/{id}/events',
  trail: '/api/goals/{id}/trail',
  trace: '/api/goals/{id}/trace',
  cancel: '/api/goals/{id}/cancel',
  resolution: '/api/goals/{id}/resolution',
  resume: '/api/goals/{id}/resume',
  topUp: '/api/goals/{id}/top-up',
  flag: '/api/goals/{id}/flag',
  review: '/api/goals/{id}/review',
  reversed: '/api/goals/{id}/effects/{effect}/reversed',
  byPerson: '/api/goals/{id}/effects/{effect}/by-person',
  again: '/api/goals/{id}/effects/{effect}/again',
  mode: '/api/workflows/{name}/mode',
  promotion: '/api/workflows/{name}/promotion',
  demotion: '/api/workflows/{name}/demotion',
  outcomes: '/api/outcomes',
  policy: '/api/policy',
  inbox: '/api/inbox',
  decision: '/api/approvals/{id}/decision',
  budgets: '/api/budgets',
  halts: '/api/halts',
  halt: '/api/halts/{id}',
  erasures: '/api/erasures',
  dead: '/api/dead',
  deadLetter: '/api/dead/{id}',
  retry: '/api/dead/{id}/retry',
  restored: '/api/record/restored',
  rotate: '/api/record/keys',
  inFlight: '/api/in-flight',
  agents: '/api/agents',
  tools: '/api/tools',
  acceptTool: '/api/tools/{name}/accept',
  stream: '/api/stream',
  openapi: '/api/openapi.json',
  health: '/healthz',
  ready: '/readyz',
  metrics: '/metrics',
} as const
export type PathName = keyof typeof paths

/** `pathOf('goal', { id: 'g_1' })`. Throws RangeError where a segment has no value. */
export const pathOf = (name: PathName, segments: Record<string, string> = {}): string =>
  paths[name].replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = segments[key]
    if (value === undefined) throw new RangeError(`${name} needs ${key}`)
    return encodeURIComponent(value)
  })
