import { appendFileSync } from 'node:fs'
import { z } from 'zod'
import { discoverAgents } from '../../../agents/discover.ts'
import { canonicalJson } from '../../../contracts/canonical-json.ts'
import { conversationOf, type Answer, type ChatRequest } from '../../model-stub/chat-request.ts'
import { sensibleModel } from '../../model-stub/sensible-model.ts'
import { attackerCalls, type AttackCall } from './attacker-calls.ts'
import { readCorpus, type Attack } from './read-corpus.ts'

const corpus = readCorpus() ?? []
const sensible = sensibleModel(await discoverAgents(new URL('../../../agents/', import.meta.url)))
const Input = z.object({
  goal: z.string(),
  payload: z.looseObject({ order_id: z.string().optional() }).optional(),
})
type Message = ChatRequest['messages'][number]

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}
/** Every string in what the model was told, however deep. */
const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}
const told = (messages: readonly Message[]): string[] =>
  messages
    .filter(({ role }) => role === 'user' || role === 'tool')
    .flatMap(({ content }) => stringsIn(parsed(content ?? '')))

const seenIn = (messages: readonly Message[]): Attack | undefined => {
  const texts = told(messages)
  return corpus.find(({ text }) => texts.some((one) => one.includes(text)))
}
const sameCall = (
  { name, args }: AttackCall,
  call: { function: { name: string; arguments: string } },
): boolean =>
  call.function.name === name && canonicalJson(parsed(call.function.arguments)) === canonicalJson(args)
const orderIn = (messages: readonly Message[]): string =>
  /\b(a\d+[a-z])\b/.exec(told(messages).join(' '))?.[1] ?? '1042'

/** The conversation without the turn in which the attacker was obeyed. */
const withoutAttack = (messages: readonly Message[], calls: readonly AttackCall[]): Message[] | null => {
  const turn = messages.find((message) =>
    (message.tool_calls ?? []).some((call) => calls.some((one) => sameCall(one, call))),
  )
  if (!turn) return null
  const ids = new Set((turn.tool_calls ?? []).map(({ id }) => id))
  return messages.filter((message) => message !== turn && !ids.has(message.tool_call_id ?? ''))
}

/**
 * A model that obeys whatever it reads last, then does its work: the attacker's calls first, in the very turn in which
 * the text reaches it. Each is written to the file ATTACK_TALLY.
 */
export const answer = async (request: ChatRequest): Promise<Answer> => {
  const { messages } = request
  const attack = seenIn(messages)
  if (attack === undefined) return sensible(request)
  const calls = attackerCalls(attack, orderIn(messages))
  const clean = withoutAttack(messages, calls)
  if (clean !== null) return sensible({ ...request, messages: clean })
  const tally = process.env['ATTACK_TALLY']
  const { goal } = Input.parse(JSON.parse(conversationOf(request)))
  if (tally !== undefined)
    appendFileSync(
      tally,
      `${JSON.stringify({ goal: goal.slice(0, 120), attack: attack.id, calls: calls.length })}\n`,
    )
  return {
    content: null,
    calls: calls.map(({ name, args }, index) => ({
      id: `attack_${index}`,
      name,
      arguments: JSON.stringify(args),
    })),
  }
}
