import { interrupt } from '@langchain/langgraph'
import { z } from 'zod'
import type { Update } from './reason.ts'
import type { RunContext } from './run-context.ts'
import { answerMessage, Call, fault } from './turn.ts'

const Sent = z.object({ call: Call })

/**
 * One call through the gateway. `waiting` parks it: the graph stops here, and when it goes on this runs again from
 * its start, asks again under the same effect, and gets the recorded answer. Permission never comes by the graph.
 */
export const act = async (sent: unknown, run: RunContext): Promise<Update> => {
  const { call } = Sent.parse(sent)
  await run.failPoint('worker.before-call')
  run.lease.check()
  const tool = run.menu.tools.get(call.name)
  if (tool === undefined)
    return { messages: [answerMessage(call, fault('UNKNOWN_TOOL', `${call.name} is not offered any more`))] }
  let answer = await run.call(tool, call)
  while (answer.status === 'waiting') {
    // Kept here too: the graph's own list still names interrupts whose call has been answered since.
    run.waiting.set(call.id, answer.effect)
    interrupt({ effect: answer.effect })
    answer = await run.call(tool, call)
  }
  run.lease.check()
  return { messages: [answerMessage(call, answer)] }
}
