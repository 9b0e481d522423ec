import type { BusUser } from './accounts.ts'
import { coreUsers, inboxOf } from './bus-names.ts'
import { streamNames } from './streams.ts'
import { subjectsFor } from './subjects.ts'

/**
 * The users of the CORE account. A request that came over an account's door carries a reply under `_R_.`: that the
 * gateway may answer there and in its own inbox, and nowhere else, is why no reply subject of an agent leads anywhere.
 */
export const coreRights = (prefix: string): BusUser[] => {
  const s = subjectsFor(prefix)
  const names = streamNames(prefix)
  const consume = (stream: string, consumer: string): string[] => [
    `$JS.API.CONSUMER.INFO.${stream}.${consumer}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
    `$JS.ACK.${stream}.${consumer}.>`,
  ]
  const inbox = (user: string): string => `${inboxOf(user)}.>`
  return [
    {
      user: 'supervisor',
      publish: [`${s.prefix}.>`, '$JS.API.>', '$JS.ACK.>', '$SRV.>', '_R_.>', ...coreUsers.map(inbox)],
      subscribe: [
        `${s.prefix}.api.from.>`,
        s.anyWork,
        s.anyOffers,
        s.authorise,
        s.settings,
        s.control,
        '$SRV.>',
        inbox('supervisor'),
      ],
    },
    {
      user: 'gateway',
      publish: [
        s.authorise,
        s.settings,
        s.offers('gateway'),
        s.anyResults,
        `${s.prefix}.trail.gateway.*`,
        s.dead(s.effects),
        ...consume(names.effects, 'gateway'),
        '_R_.>',
        inbox('gateway'),
      ],
      subscribe: [s.anyTools, s.control, inbox('gateway')],
    },
    {
      user: 'console',
      publish: [s.commands, s.settings],
      subscribe: [s.allEvents, s.control, inbox('console')],
    },
  ]
}
