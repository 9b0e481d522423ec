import { eventToken, type GoalEvent, type Recorded } from '../../contracts/events.ts'
import type { Deps } from '../deps.ts'

/**
 * The goal's events for its client, CloudEvents 1.0 in binary mode: ids, codes, amounts and digests, no content.
 * The message id is the event's own, so a repeat within the stream's window is dropped there.
 */
export const publishEvents = async (
  { bus }: Pick<Deps, 'bus'>,
  account: string,
  events: Recorded<GoalEvent>[],
): Promise<void> => {
  // Sent in their order without waiting for one another; only one that has to be sent again may come late.
  const sending = events.map(async ({ type, data, meta }) => {
    const token = eventToken(type)
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': meta.id,
      'ce-type': `dev.remit.${token}`,
      'ce-source': `/goals/${meta.goal}`,
      'ce-subject': meta.goal,
      'ce-time': meta.at,
      'content-type': 'application/json',
    }
    await bus.publish(bus.subjects.events(account, meta.goal, token), data, {
      msgId: meta.id,
      traceparent: meta.traceparent,
      headers,
    })
  })
  await Promise.all(sending)
}
