import { parseMoney } from '../../../contracts/money.ts'
import { canonicalArgs } from '../../../contracts/canonical-args.ts'
import { RemitError } from '../../../contracts/errors.ts'
import { requests } from '../../../contracts/http/requests.ts'
import { Id } from '../../../contracts/ids.ts'
import { readFields } from '../schema-form/read-fields.ts'
import { schemaErrors } from '../schema-form/schema-errors.ts'
import type { CommandKind } from '../../command/send-command.ts'
import type { GoalItem } from './goal-item.ts'
import type { ReadAct } from './item-kind.ts'
import { readNote } from './read-note.ts'
import { resultOf } from './result-of.ts'

type Read = { body: object; errors: Record<string, string> }

/** Only what somebody began to fill in is a result. */
const resultIn = (item: GoalItem, form: URLSearchParams): Read => {
  const found = resultOf(item)
  if (found === null) return { body: {}, errors: {} }
  const optional = found.fields.map((field) => ({ ...field, required: false }))
  const { args, errors } = readFields(optional, form, {})
  if (Object.keys(args).length === 0) return { body: {}, errors }
  const result = canonicalArgs(args, found.schema)
  return { body: { result }, errors: { ...schemaErrors(found.schema, result), ...errors } }
}

const amountIn = (form: URLSearchParams): Read => {
  const text = form.get('amount')?.trim() ?? ''
  if (text === '') return { body: {}, errors: {} }
  try {
    return { body: { amount: parseMoney(text.toUpperCase()) }, errors: {} }
  } catch (error) {
    if (!(error instanceof RemitError)) throw error
    return { body: {}, errors: { amount: 'Write an amount and its currency, such as 12.50 EUR.' } }
  }
}

const byPersonIn = (form: URLSearchParams): Read => {
  const reference = form.get('reference')?.trim() ?? ''
  const happened = form.get('happened') !== 'no'
  const amount = happened ? amountIn(form) : { body: {}, errors: {} }
  const errors = reference === '' ? { reference: 'Say where it can be seen.' } : {}
  return {
    body: { effect: form.get('effect'), reference, happened, ...amount.body },
    errors: { ...errors, ...amount.errors },
  }
}

const topUpIn = (form: URLSearchParams): Read => {
  const asked = requests.topUp
    .pick({ kind: true, by: true })
    .safeParse({ kind: form.get('kind'), by: form.get('by')?.trim() })
  return asked.success
    ? { body: asked.data, errors: {} }
    : { body: {}, errors: { by: 'Say by how much, such as 10 EUR or 2h.' } }
}

const onEffect = new Set(['again', 'by-person'])
const none: Read = { body: {}, errors: {} }

/** A form of an escalation's page as the one command that it asks for, or what is wrong with it. */
export const readEscalationAct = (item: GoalItem, name: string, form: URLSearchParams): ReadAct => {
  const goal = item.goal.id
  const ordered = (kind: CommandKind, more: Read, required: boolean): ReadAct => {
    const { errors, said, time } = readNote(form, { required })
    const faults = { ...errors, ...more.errors }
    const words = kind === 'by-person' ? {} : said
    return Object.keys(faults).length > 0
      ? { kind: 'faults', errors: faults }
      : { kind: 'order', order: { kind, ...time, body: { goal, ...words, ...more.body }, goal: () => goal } }
  }
  const effect = Id.safeParse(form.get('effect'))
  if (onEffect.has(name) && !effect.success) return { kind: 'none' }
  switch (name) {
    case 'resume':
      return ordered('resume', none, true)
    case 'top-up':
      return ordered('top-up', topUpIn(form), true)
    case 'resolve':
      return ordered('resolve', resultIn(item, form), true)
    case 'cancel':
      return ordered('cancel', none, false)
    case 'again':
      return ordered('again', { body: { effect: effect.data }, errors: {} }, false)
    case 'by-person':
      return ordered('by-person', byPersonIn(form), false)
    default:
      return { kind: 'none' }
  }
}
