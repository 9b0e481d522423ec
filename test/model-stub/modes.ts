import { z } from 'zod'
import type { Answer } from './chat-request.ts'
import { reword } from './reword.ts'

/** What the stub does with a sensible answer. The ones from `unauthorised` on spoil the HTTP answer itself. */
export const modeNames = [
  'normal',
  'twice',
  'two-calls',
  'early-end',
  'unknown-tool',
  'wrong-types',
  'broken-json',
  'text',
  'length',
  'refusal',
  'nothing',
  'no-usage',
  'reword',
  'unauthorised',
  'rate-limit',
  'server-error',
  'cut',
  'stall',
  'silent',
  'html',
  'no-choices',
  'streamed',
] as const
export type ModeName = (typeof modeNames)[number]

/**
 * `times`: how many answers of each conversation are spoilt, counted from its first; null = all of them. `only`: text
 * that a conversation's first message holds, so that many goals can meet each its own fault at once.
 */
export const Mode = z.strictObject({
  mode: z.enum(modeNames),
  times: z.int().positive().nullable().default(null),
  seed: z.int().default(1),
  only: z.string().min(1).optional(),
})
export type Mode = z.infer<typeof Mode>

const one = (name: string, args: unknown): Answer => ({
  content: null,
  calls: [{ id: 'call_x', name, arguments: typeof args === 'string' ? args : JSON.stringify(args) }],
})

/** `nth` counts this conversation's answers from 0. */
export const spoil = (sensible: Answer, { mode, seed }: Mode, nth: number): Answer => {
  const [first] = sensible.calls
  switch (mode) {
    case 'normal':
    case 'unauthorised':
    case 'rate-limit':
    case 'server-error':
    case 'cut':
    case 'stall':
    case 'silent':
    case 'html':
    case 'no-choices':
    case 'streamed':
      return sensible
    case 'twice':
      // Equal ids too: some compatible servers number calls anew in each answer.
      return { ...sensible, calls: sensible.calls.flatMap((call) => [call, call]) }
    case 'two-calls':
      return first?.name.includes('__')
        ? {
            ...sensible,
            calls: [first, { ...first, id: 'call_y', arguments: reword(first.arguments, seed + nth) }],
          }
        : sensible
    case 'early-end':
      return first?.name.includes('__')
        ? {
            ...sensible,
            calls: [
              { id: 'call_e', name: 'escalate', arguments: '{"question":"Is this done?"}' },
              ...sensible.calls,
            ],
          }
        : sensible
    case 'unknown-tool':
      return one('bank.transfer_everything', { to: 'me', amount: 1_000_000 })
    case 'wrong-types':
      return {
        ...sensible,
        calls: sensible.calls.map((call) => ({
          ...call,
          arguments: '{"order_id":["1"],"id":{"x":1},"amount":"lots","reason":7,"payload":[],"result":null}',
        })),
      }
    case 'broken-json':
      return {
        ...sensible,
        calls: sensible.calls.map((call) => ({ ...call, arguments: call.arguments.slice(0, -2) })),
      }
    case 'text':
      return { content: 'All done, the money is on its way!', calls: [] }
    case 'length':
      return {
        ...sensible,
        finish: 'length',
        calls: sensible.calls.map((call) => ({ ...call, arguments: call.arguments.slice(0, 9) })),
      }
    case 'refusal':
      return { content: null, calls: [], refusal: 'I cannot help with that.' }
    case 'nothing':
      return { content: '', calls: [] }
    case 'no-usage':
      return { ...sensible, usage: null }
    case 'reword':
      return {
        ...sensible,
        calls: sensible.calls.map((call) =>
          call.name.includes('__') ? { ...call, arguments: reword(call.arguments, seed + nth) } : call,
        ),
      }
    default:
      return mode satisfies never
  }
}
