import { createHash } from 'node:crypto'
import type { Channel, Notice } from '../../contracts/notices.ts'
import type { Company, Person } from '../../contracts/policy.ts'
import { quietEnd } from '../../contracts/quiet-hours.ts'
import { isAway } from '../../contracts/stands-for.ts'
import { overLimit } from '../decider/rules/over-limit.ts'
import type { Goal } from '../decider/state.ts'
import type { Telling } from '../reactor/notices-of.ts'

/** Seconds from one failure to the next try; after the last nobody tries again, and readiness says so. */
export const backoffSeconds: readonly number[] = [10, 60, 600, 3600, 14_400]
/** Trying again would not help: somebody must change the settings. */
const hopeless: ReadonlySet<string> = new Set(['NO_SMTP', 'NO_ADDRESS'])

type Policy = { people: readonly Person[]; company: Pick<Company, 'timezone'> }
export type Planned = { notice: Notice; at: string }

const noticeId = (goal: string, round: string, person: string, channel: Channel): string =>
  `n_${createHash('sha256')
    .update(JSON.stringify([goal, round, person, channel]))
    .digest('hex')
    .slice(0, 24)}`

/** Who can decide it; for who is away, their deputy. */
export const whomToTell = ({ people, company }: Policy, telling: Telling, at: string): Person[] => {
  const able = people.filter(
    ({ id, roles, limit }) =>
      roles.includes(telling.role) &&
      !telling.not.includes(id) &&
      (telling.amount === null || !overLimit(telling.amount, limit)),
  )
  const told = able.flatMap((person) => {
    if (!isAway(person, { timezone: company.timezone, at })) return [person]
    const deputy = people.find(({ id }) => id === person.deputy)
    return deputy === undefined || telling.not.includes(deputy.id) ? [] : [deputy]
  })
  return [...new Set(told)]
}

const channelsOf = ({ mail, webhook }: Person): Channel[] => [
  ...(mail === undefined ? [] : ['mail' as const]),
  ...(webhook === undefined ? [] : ['webhook' as const]),
]

/** When to try, by what the record says of earlier tries; null = never again. */
const nextTry = (goal: Goal, id: string, now: string): string | null => {
  const before = goal.told[id]
  if (before === undefined) return now
  if (before.code === '' || hopeless.has(before.code)) return null
  const wait = backoffSeconds[before.attempts - 1]
  return wait === undefined ? null : new Date(Date.parse(before.at) + wait * 1000).toISOString()
}

/** Every notice of an item that is still to be sent, and when: not in anybody's quiet hours. */
export const planNotices = (policy: Policy, goal: Goal, telling: Telling, now: string): Planned[] =>
  whomToTell(policy, telling, now).flatMap((person) =>
    channelsOf(person).flatMap((channel): Planned[] => {
      const id = noticeId(goal.id, telling.round, person.id, channel)
      const due = nextTry(goal, id, now)
      if (due === null) return []
      const { item, stage } = telling
      const attempt = goal.told[id]?.attempts ?? 0
      const later = due > now ? due : now
      return [
        {
          notice: { v: 1, id, goal: goal.id, item, stage, person: person.id, channel, attempt },
          at: quietEnd(later, person.quiet ?? [], policy.company.timezone),
        },
      ]
    }),
  )
