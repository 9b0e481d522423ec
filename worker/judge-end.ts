import { z } from 'zod'
import type { Contract } from '../agents/define-agent.ts'
import { Id } from '../contracts/ids.ts'
import type { Claimed } from '../contracts/work.ts'
import type { Final } from './final.ts'
import { mostChildren, type EndCall, type Menu } from './menu.ts'
import { faultUnder, faultUnderJsonSchema } from './schema-check.ts'

const Decline = z.strictObject({ reason: z.string().min(1), effect: Id.optional() })
const Escalate = z.strictObject({ question: z.string().min(1), proposed: z.string().optional() })
const Handoff = z.strictObject({ contract: z.string(), payload: z.unknown(), note: z.string() })
const Route = z.strictObject({ workflow: z.string(), payload: z.unknown() })

const Ceiling = z.strictObject({
  tokens: z.int().positive().optional(),
  calls: z.int().positive().optional(),
})
const Child = z.strictObject({ contract: z.string(), payload: z.unknown(), ceiling: Ceiling.optional() })
const Delegate = z.strictObject({
  children: z.array(Child).min(1).max(mostChildren),
  within: z.int().positive().optional(),
})

export type Judged = { final: Final } | { fault: string }
const Split = z.strictObject({
  intents: z
    .array(z.strictObject({ goal: z.string().min(1), workflow: z.string(), payload: z.unknown() }))
    .min(2)
    .max(64),
})

/** Each matter as `route` would judge it alone. */
const judgeSplit = (intents: z.infer<typeof Split>['intents'], { workflows, handoffs }: Claimed): Judged => {
  const made: { goal: string; workflow: string; contract: string; payload: unknown }[] = []
  for (const [index, intent] of intents.entries()) {
    const known = workflows.find((one) => one.name === intent.workflow)
    if (!known) return { fault: `intents.${index}: there is no workflow ${intent.workflow}` }
    const schema = handoffs.find((one) => one.contract === known.contract)?.request
    const fault = schema === undefined ? null : faultUnderJsonSchema(schema, intent.payload)
    if (fault !== null) return { fault: `intents.${index}.payload: ${fault}` }
    made.push({ ...intent, contract: known.contract })
  }
  return { final: { kind: 'split', intents: made } }
}

type Call = { name: EndCall; args: unknown }
type Task = { claimed: Claimed; contract: Contract; menu: Menu }

const read = <T>(schema: z.ZodType<T>, value: unknown, use: (value: T) => Judged): Judged => {
  const parsed = schema.safeParse(value)
  return parsed.success ? use(parsed.data) : { fault: faultUnder(schema, value) ?? 'does not fit' }
}

/** Whether a call that ends the task may end it; a fault is an answer that the model can act on. */
export const judgeEnd = ({ name, args }: Call, { claimed, contract, menu }: Task): Judged => {
  if (!menu.ends.has(name)) return { fault: `${name} is not offered in this task` }
  switch (name) {
    case 'conclude': {
      const fault = faultUnder(contract.result, args)
      return fault === null ? { final: { kind: 'concluded', result: args } } : { fault }
    }
    case 'decline':
      return read(Decline, args, ({ reason, effect }) => ({
        final: { kind: 'declined', reason, ...(effect !== undefined && { effect }) },
      }))
    case 'escalate':
      return read(Escalate, args, ({ question, proposed }) => ({
        final: { kind: 'escalate', question, ...(proposed !== undefined && { proposed }) },
      }))
    case 'handoff':
      return read(Handoff, args, ({ contract: to, payload, note }) => {
        const offered = claimed.handoffs.find((one) => one.contract === to)
        if (!offered) return { fault: `there is no contract ${to} to hand off to` }
        const fault = faultUnderJsonSchema(offered.request, payload)
        return fault === null
          ? { final: { kind: 'handoff', contract: to, payload, note } }
          : { fault: `payload: ${fault}` }
      })
    case 'split':
      return read(Split, args, ({ intents }) => judgeSplit(intents, claimed))
    case 'delegate':
      return read(Delegate, args, ({ children, within }) => {
        for (const [index, child] of children.entries()) {
          const offered = claimed.delegates.find((one) => one.contract === child.contract)
          if (!offered) return { fault: `there is no contract ${child.contract} to delegate to` }
          const fault = faultUnderJsonSchema(offered.request, child.payload)
          if (fault !== null) return { fault: `children.${index}.payload: ${fault}` }
        }
        return { final: { kind: 'delegate', children, ...(within !== undefined && { within }) } }
      })
    case 'route':
      return read(Route, args, ({ workflow, payload }) => {
        const known = claimed.workflows.find((one) => one.name === workflow)
        if (!known) return { fault: `there is no workflow ${workflow}` }
        const schema = claimed.handoffs.find((one) => one.contract === known.contract)?.request
        const fault = schema === undefined ? null : faultUnderJsonSchema(schema, payload)
        return fault === null
          ? { final: { kind: 'route', workflow, contract: known.contract, payload } }
          : { fault: `payload: ${fault}` }
      })
    default:
      return name satisfies never
  }
}
