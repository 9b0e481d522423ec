import type { InboxEntry } from '../../contracts/http/inbox.ts'
import { pageOf } from '../../contracts/http/page-paths.ts'
import { wallOf } from '../../contracts/local-time.ts'
import { formatMoney } from '../../contracts/money.ts'
import type { Notice } from '../../contracts/notices.ts'

/** What a person is told: enough to know where to look, and nothing that the goal's own text says. */
export type Words = {
  subject: string
  lines: string[]
  data: {
    goal: string
    item: string
    kind: string
    stage: string
    workflow: string
    role: string
    tool: string | null
    amount: string | null
    due: string | null
    link: string
  }
}

const headings: Record<Notice['stage'], string> = {
  asked: 'A decision is asked of you',
  reminded: 'A decision still waits for you',
  rerouted: 'Nobody decided in time: a decision is asked of you',
  escalated: 'A goal was handed to you',
}

const local = (at: string, timezone: string): string =>
  `${new Date(wallOf(Date.parse(at), timezone)).toISOString().slice(0, 16).replace('T', ' ')} ${timezone}`

/**
 * Goal, tool, amount, due time and link. The words of the goal, arguments and facts are left out on purpose: a mail lies
 * where nobody can erase it. Answering it decides nothing.
 */
export const wordsFor = (notice: Notice, entry: InboxEntry, address: string): Words => {
  const { stage, goal } = notice
  const { id: item, kind, workflow, role, due, timezone } = entry
  const amount = entry.amount === null ? null : formatMoney(entry.amount)
  const tool = entry.call?.tool ?? null
  const link = `${address}${pageOf('item', { kind, id: item }, { goal })}`
  const what = tool === null ? entry.code : `${tool}${amount === null ? '' : `, ${amount}`}`
  const lines = [
    `${headings[stage]} (role ${role}).`,
    '',
    `Goal: ${goal}`,
    `Workflow: ${workflow}`,
    ...(tool === null ? [`Why: ${entry.code}`] : [`Call: ${tool}`]),
    ...(amount === null ? [] : [`Amount: ${amount}`]),
    ...(due === null ? [] : [`Until: ${local(due, timezone)}`]),
    '',
    `Decide here: ${link}`,
    '',
    'An answer to this mail reaches nobody and decides nothing.',
  ]
  const data = { goal, item, kind, stage, workflow, role, tool, amount, due, link }
  return { subject: `[remit] ${headings[stage]}: ${what}`, lines, data }
}
