import type { ApprovalShown, EffectShown, RuleShown } from '../../contracts/http/goal-page.ts'
import { formatMoney } from '../../contracts/money.ts'
import { formatClock, formatTime } from '../format-time.ts'
import { formatValue, sentenceOf } from '../format-value.ts'
import { sayCode } from './say-code.ts'
import { tellDifference } from './tell-difference.ts'

/** What was asked, as the exact call. */
const asked = (effect: EffectShown): string => {
  const money = effect.amount === null ? '' : `, moving ${formatMoney(effect.amount)}`
  const again = effect.ordinal > 1 ? ` (allowed once more, number ${effect.ordinal})` : ''
  return `${effect.agent} asked for ${effect.tool}${money}${again}: ${effect.args === null ? '(arguments erased)' : formatValue(effect.args)}`
}

const facts = (effect: EffectShown): string[] =>
  effect.facts.map(({ as, tool, at, value }) => {
    const where = tool === null ? '' : ` from ${tool}${at === null ? '' : ` at ${formatClock(at)}`}`
    return `Fact ${as}, read${where}: ${formatValue(value)}`
  })

/** What a rule said; '' where it was not asked: an approval that the mode wants says nothing of the risk. */
const verdict = (rule: RuleShown, effect: EffectShown, approval: ApprovalShown | undefined): string => {
  if (rule.name === 'allow') return effect.code === 'NOT_ALLOWED' ? ' does not hold' : ' holds'
  if (effect.lowRisk) return ' holds'
  return effect.mode !== null || approval?.why.includes('risk') ? ' does not hold' : ''
}
const ruled = (effect: EffectShown, approval: ApprovalShown | undefined): string[] =>
  effect.rules.flatMap((rule) => {
    const values = rule.values.map(({ name, value }) => `${name} = ${value}`).join(' · ')
    const text = `Rule ${rule.name}${verdict(rule, effect, approval)}: ${rule.text}`
    return [text, ...(values === '' ? [] : [`  with ${values}`])]
  })

const noteOf = (note: unknown): string => {
  const said = sentenceOf(note)
  return said === '' ? '' : `: "${said}"`
}

const votes = (approval: ApprovalShown): string[] =>
  approval.decisions.map((decision) => {
    const own = decision.own ? ' (own request)' : ''
    const deputy = decision.standsFor === null ? '' : ` as deputy of ${decision.standsFor}`
    const call = decision.what === 'edited' ? ` to ${formatValue(decision.args)}` : ''
    return `${decision.person}${deputy} ${decision.what} it${call} at ${formatTime(decision.at)}${own}${noteOf(decision.note)}`
  })

const leave = (effect: EffectShown, approval: ApprovalShown | undefined): string[] => {
  if (approval === undefined) {
    if (effect.mode === null) return []
    const why = effect.lowRisk ? 'its rule for low risk held' : 'its rule allows it'
    return [`By whose leave: nobody's was needed. The workflow is in mode ${effect.mode} and ${why}.`]
  }
  const people = approval.votes === 2 ? 'two people' : 'one person'
  const separate = approval.separate ? ', not of those who asked' : ''
  const open = approval.status === 'open' ? ` Due ${formatTime(approval.due)}.` : ''
  return [
    `By whose leave: ${people} in the role ${approval.role}${separate}, because ${approval.because}.${open}`,
    ...tellDifference(approval.difference).map((line) => `  ${line}`),
    ...votes(approval).map((vote) => `  ${vote}`),
    ...(approval.code === ''
      ? []
      : [`  It became void: ${sayCode(approval.code)} ${sentenceOf(approval.fact)}`.trimEnd()]),
  ]
}

const ending = (effect: EffectShown): string => {
  const at = effect.ended === null ? '' : ` at ${formatTime(effect.ended)}`
  const why = [sayCode(effect.code), sentenceOf(effect.message)].filter((text) => text !== '').join(' ')
  switch (effect.status) {
    case 'done': {
      const how = effect.how === 'lookup' ? 'found by our own reference' : 'answered by the system'
      const proof = effect.verified
        ? 'verified by reading it back'
        : 'not verified: the workflow names no proof'
      return `Done${at}; ${how}, ${proof}. Result: ${formatValue(effect.result)}`
    }
    case 'done-by-person':
      return `Done by hand by ${effect.person ?? 'a person'}${at}, reference ${formatValue(effect.result)}.`
    case 'refused':
      return `Refused${at}, nothing changed. ${why}`
    case 'void':
      return `Not done: the request became void${at}. ${why}`
    case 'failed':
      return `Failed${at}, known not to have happened. ${why}`
    case 'unknown':
      return `Unknown whether it happened; nobody repeats it until a person has found out. ${why}`
    case 'waiting-approval':
      return 'It waits; nothing has changed yet.'
    case 'authorised':
      return 'Allowed; it will run as soon as a gateway takes it.'
    case 'executing':
      return 'A gateway is running it now.'
    case 'settling':
      return `The gateway did not say how it ended; it is being looked up. ${why}`.trimEnd()
    default:
      return effect.status satisfies never
  }
}

/** One effect: what, on which facts, under which rules, by whose leave, and how it ended. */
export const tellEffect = (effect: EffectShown, approvals: ApprovalShown[]): string[] => {
  const approval = approvals.find(({ id }) => id === effect.approval)
  const lines = [...facts(effect), ...ruled(effect, approval), ...leave(effect, approval), ending(effect)]
  return [asked(effect), ...lines.map((line) => `  ${line}`)]
}
