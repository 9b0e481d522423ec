import { setTimeout as delay } from 'node:timers/promises'
import type { AIMessage, BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { untilHeard } from './ask.ts'
import type { Lease } from './lease.ts'
import type { BoundModel, HostedModel } from './model-port.ts'
import { modelFault } from './model-fault.ts'
import type { Spend } from './spend.ts'

const tries = 3
const longestWait = 20_000

/** Three bytes a token counts too many rather than too few: what is not used is given back. */
const tokensIn = (messages: readonly BaseMessage[], toolsSize: number): number => {
  const bytes = messages.reduce(
    (sum, message) => sum + Buffer.byteLength(JSON.stringify(message.toDict().data.content)) + 20,
    toolsSize,
  )
  return Math.ceil(bytes / 3)
}

/** A provider that counts nothing leaves an object without numbers. */
const Usage = z.object({ input_tokens: z.int().nonnegative(), output_tokens: z.int().nonnegative() })

type Asked = {
  model: HostedModel
  bound: BoundModel
  toolsSize: number
  spend: Spend
  lease: Lease
  messages: BaseMessage[]
}

const askOnce = async ({ model, bound, lease, messages }: Asked): Promise<AIMessage> => {
  if (model.timeoutMs === 0) return bound.invoke(messages)
  // The client's own time-out ends with the headers: a body that stalls would hang for ever.
  const signal = AbortSignal.any([lease.signal, AbortSignal.timeout(model.timeoutMs)])
  return bound.invoke(messages, { signal })
}

/**
 * One answer of the model, its tokens drawn before and counted after. What may pass (429, 5xx, a cut or silent
 * connection) is tried three times, the lease looked at before each. A lost answer counts as spent in full.
 * Throws MODEL_UNAUTHORISED or MODEL_FAILED, with the key out of the text.
 */
export const callModel = async (asked: Asked): Promise<{ answer: AIMessage; tokens: number | null }> => {
  const { model, spend, lease, messages, toolsSize } = asked
  const input = model.maxTokens === 0 ? 0 : tokensIn(messages, toolsSize)
  const most = { input, output: model.maxTokens }
  for (let attempt = 1; ; attempt += 1) {
    await untilHeard(model.ready, lease)
    await spend.cover(most.input + most.output)
    lease.check()
    try {
      const answer = await askOnce(asked)
      const usage = Usage.safeParse(answer.usage_metadata).data
      const counted = usage ? { input: usage.input_tokens, output: usage.output_tokens } : most
      spend.spent(counted)
      return { answer, tokens: usage || model.maxTokens === 0 ? counted.input + counted.output : null }
    } catch (thrown) {
      lease.check()
      const fault = modelFault(thrown, model.key)
      if (fault.lost) spend.spent(most)
      if (!fault.passing || attempt === tries) throw fault.error
      const wait = Math.min(fault.waitMs ?? 250 * 2 ** attempt, longestWait)
      await delay(wait, undefined, { signal: lease.signal }).catch(() => lease.check())
    }
  }
}
