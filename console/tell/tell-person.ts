import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Notice } from '../../contracts/notices.ts'
import type { PersonCommand, SignedCommand } from '../../contracts/platform.ts'
import { failPoint } from '../../observability/fail-points.ts'
import type { ConsoleDeps } from '../deps.ts'
import { findGoalPage } from '../pages/goal-page.ts'
import { inboxEntry } from '../pages/inbox-entry.ts'
import type { PostWebhook } from './post-webhook.ts'
import type { SendMail } from './send-mail.ts'
import type { ToldCode } from './told-outcome.ts'
import { wordsFor, type Words } from './words.ts'

export type TellDeps = Pick<ConsoleDeps, 'store' | 'control' | 'now'> & {
  home: string
  /** where people reach this console */
  address: () => string
  /** null: no SMTP server is configured */
  mail: SendMail | null
  webhook: PostWebhook
  sign: (command: PersonCommand) => SignedCommand
  publish: (id: string, signed: SignedCommand) => Promise<void>
}

const deliver = async (deps: TellDeps, notice: Notice, words: Words): Promise<ToldCode> => {
  const person = (await deps.control()).policy?.people.find(({ id }) => id === notice.person)
  if (notice.channel === 'mail') {
    if (person?.mail === undefined) return 'NO_ADDRESS'
    return deps.mail === null ? 'NO_SMTP' : deps.mail(notice.id, person.mail, words)
  }
  if (person?.webhook === undefined) return 'NO_ADDRESS'
  const { url, secret_file: file } = person.webhook
  const secret = (await readFile(join(deps.home, file), 'utf8')).trim()
  const at = deps.now()
  const body = JSON.stringify({
    type: `inbox.${notice.stage}`,
    timestamp: at.toISOString(),
    data: words.data,
  })
  return deps.webhook({ url, secret, id: notice.id, body, at })
}

/** Delivered is said under one id, whoever says it and how often; each failure under its own. */
const sayingOf = (notice: Notice, code: ToldCode): string =>
  code === '' ? `${notice.id}-told` : `${notice.id}-failed-${notice.attempt}`

/**
 * Tells one person of one item that still waits, says how it went, and only then is the notice off our hands: a console
 * that dies in between tells again, under the same id. What is decided meanwhile is told nobody.
 */
export const tellPerson =
  (deps: TellDeps) =>
  async (data: unknown): Promise<void> => {
    const notice = Notice.parse(data)
    const { goal, item: id, stage, channel, person, id: about } = notice
    if ((await deps.store.byCause(goal, sayingOf(notice, ''))).length > 0) return
    const item = (await deps.store.inbox({ goal })).find((one) => one.id === id)
    if (item === undefined) return
    const control = await deps.control()
    const page = await findGoalPage(deps.store, control, goal)
    const entry = inboxEntry(item, page, control, deps.now())
    if (entry === null) return
    const code = await deliver(deps, notice, wordsFor(notice, entry, deps.address()))
    await failPoint('console.told')
    const command: PersonCommand = {
      v: 1,
      id: sayingOf(notice, code),
      at: deps.now().toISOString(),
      person,
      kind: 'told',
      body: { goal, item: id, stage, channel, notice: about, code },
    }
    await deps.publish(command.id, deps.sign(command))
    await failPoint('console.said')
  }
