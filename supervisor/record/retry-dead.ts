import { parseJson } from '../../bus/incoming.ts'
import { DeadContent } from '../../contracts/dead-content.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { PersonCommand } from '../../contracts/platform.ts'
import type { Deps } from '../deps.ts'

/**
 * Sends a dead letter again on the subject that it came on, once for each command. Whoever takes it judges it anew;
 * what is no JSON would only die again and is refused.
 */
export const retryDead = async (
  deps: Deps,
  asked: Extract<PersonCommand, { kind: 'retry' }>,
): Promise<void> => {
  const { store, bus, control } = deps
  const { letter: id } = asked.body
  const found = await store.deadLetter(id)
  if (found === null) throw new RemitError('UNKNOWN_DEAD', { letter: id })
  const content = DeadContent.safeParse(found.content)
  if (!content.success) throw new RemitError('UNREADABLE', { letter: id })
  const value = parseJson(Buffer.from(content.data.body, 'base64'))
  const { subject } = found.letter
  // Sent before it is recorded: sent twice it is judged twice and taken once, recorded without being sent it is lost.
  await bus.publish(subject, value, {
    msgId: `retry-${asked.id}`,
    traceparent: content.data.headers['traceparent'],
  })
  await store.markRetried(id, deps.now())
  await control.append(asked.id, { kind: 'person', id: asked.person }, deps.now(), () => [
    { type: 'DeadRetried', data: { letter: id, subject, person: asked.person } },
  ])
}
