import { createHash } from 'node:crypto'
import { canonicalJson } from '../../contracts/canonical-json.ts'
import type { ControlEvent } from '../../contracts/events.ts'
import { RemitError } from '../../contracts/errors.ts'
import { agentOfContract } from '../../contracts/ids.ts'
import { Offer, type AgentCard, type OfferAnswer } from '../../contracts/platform.ts'
import { compileSchema } from '../tasks/compile-schema.ts'
import type { ControlState } from './control-state.ts'
import type { Deps } from '../deps.ts'
import { parseMessage } from '../parse-message.ts'

const same = (left: unknown, right: unknown): boolean =>
  left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right)

/** A contract's name and version stand for one schema for good: another schema needs another version. */
const clash = (state: ControlState, card: AgentCard): string | undefined =>
  card.contracts.find((contract) => {
    const known = state.cards.get(contract.name)?.contracts.find((one) => one.name === contract.name)
    return (
      known !== undefined && !(same(known.request, contract.request) && same(known.result, contract.result))
    )
  })?.name

/** What is wrong with a card, whatever was offered before: an agent speaks for itself alone, in schemas that compile. */
const fault = (agent: string, card: AgentCard): { name: string; message: string } | undefined => {
  if (card.name !== agent) return { name: card.name, message: `${agent} brings its own card alone` }
  for (const { name, request, result } of card.contracts) {
    if (agentOfContract(name) !== agent) return { name, message: `${name} is not a contract of ${agent}` }
    const broken = [request, result].map(compileSchema).find((compiled) => !compiled.ok)
    if (broken?.ok === false)
      return { name, message: `a schema of ${name} does not compile: ${broken.fault}` }
  }
  return undefined
}

/** `remit.offers.gateway` or `remit.offers.worker-<agent>`: the subject, not the message, says who offers. */
const senderOf = (name: string): { from: 'gateway' } | { from: 'worker'; agent: string } =>
  name === 'gateway' ? { from: 'gateway' } : { from: 'worker', agent: name.slice('worker-'.length) }

const news = (
  state: ControlState,
  agent: string,
  offer: Offer,
  refused: OfferAnswer['refused'],
): ControlEvent[] => {
  if (offer.from === 'worker')
    return offer.agents.flatMap((card): ControlEvent[] => {
      const wrong = fault(agent, card)
      if (wrong !== undefined) {
        refused.push({ ...wrong, code: 'SCHEMA' })
        return []
      }
      const name = clash(state, card)
      if (name !== undefined) {
        refused.push({
          name,
          code: 'SCHEMA',
          message: `${name} was offered before with another schema: raise its version`,
        })
        return []
      }
      const known = card.contracts.every((contract) => same(state.cards.get(contract.name), card))
      return known ? [] : [{ type: 'AgentOffered', data: { card } }]
    })
  const tools = offer.systems.flatMap((system): ControlEvent[] => {
    if (!system.reachable) return []
    const before = [...state.tools.values()].filter((tool) => tool.name.startsWith(`${system.name}.`))
    const order = (list: typeof before) => list.toSorted((a, b) => a.name.localeCompare(b.name))
    return same(order(before), order(system.tools))
      ? []
      : [{ type: 'ToolsOffered', data: { system: system.name, tools: order(system.tools) } }]
  })
  const probes = offer.probes.flatMap((probe): ControlEvent[] => {
    const known = state.probes.get(probe.tool)
    return known && known.definition === probe.definition && known.passed === probe.passed
      ? []
      : [{ type: 'ProbeRecorded', data: { probe } }]
  })
  return [...tools, ...probes]
}

/** `remit.offers.<name>`: what workers and gateways bring, in the control log where it is new. */
export const takeOffer =
  (deps: Deps) =>
  async (data: unknown, name: string): Promise<OfferAnswer> => {
    const offer = parseMessage(Offer, data)
    const sender = senderOf(name)
    if (offer.from !== sender.from) throw new RemitError('FORBIDDEN', { offer: offer.from, sender: name })
    const agent = sender.from === 'worker' ? sender.agent : ''
    const refused: OfferAnswer['refused'] = []
    const state = await deps.control.fresh()
    if (news(state, agent, offer, refused).length === 0) return { ok: true, refused }
    const at = deps.now()
    const cause = `offer-${createHash('sha256').update(canonicalJson(offer)).digest('hex').slice(0, 24)}-${state.version}`
    const by = { kind: offer.from === 'gateway' ? ('gateway' as const) : ('agent' as const), id: name }
    await deps.control.append(cause, by, at, (now) => {
      refused.length = 0
      return news(now, agent, offer, refused)
    })
    return { ok: true, refused }
  }
