import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { discoverAgents } from '../../agents/discover.ts'
import { conversationOf, type Answer, type ChatRequest } from '../model-stub/chat-request.ts'
import { sensibleModel } from '../model-stub/sensible-model.ts'

const sensible = sensibleModel(await discoverAgents(new URL('../../agents/', import.meta.url)))
const Input = z.object({ contract: z.string(), goal: z.string() })

/** A sensible model of the support agent that thinks before its first word for as long as the goal says. */
export const answer = async (request: ChatRequest): Promise<Answer> => {
  const { contract, goal } = Input.parse(JSON.parse(conversationOf(request)))
  const seconds = Number(/think (\d+) s/.exec(goal)?.[1] ?? 0)
  const first = !request.messages.some(({ role }) => role === 'assistant')
  if (first && contract.startsWith('support.')) await pause(seconds * 1000)
  return sensible(request)
}
