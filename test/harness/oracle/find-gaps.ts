import type { Effect } from '../../../supervisor/decider/state.ts'
import type { Evidence } from './evidence.ts'
import { isProbe } from './is-probe.ts'
import { goalOfEffect, type Told } from './read-goals.ts'

/** Effects that stand under way although nobody works any more, as the test looks once all is quiet. */
const stuck = ({ status }: Effect): boolean =>
  status === 'executing' || status === 'settling' || status === 'authorised'

const inLog = (log: string, envelopes: Evidence['logs'] extends ReadonlyMap<string, infer E> ? E : never) =>
  envelopes.flatMap(({ id, version, cause }, index) => [
    ...(version === index + 1 ? [] : [`${log}: version ${version} stands in place ${index + 1}`]),
    ...(cause === '' ? [`${id} has no cause`] : []),
  ])

/** An effect that was given to a second gateway before the first one was given up. */
const twoClaims = (told: Told): string[] => {
  const standing = new Map<string, number>()
  const found: string[] = []
  for (const { type, data } of told.events) {
    if (!('effect' in data) || data.effect === null) continue
    const before = standing.get(data.effect)
    if (type === 'EffectStarted') {
      if (before !== undefined)
        found.push(`claim ${data.claim} of ${data.effect} began while claim ${before} stood`)
      standing.set(data.effect, data.claim)
    }
    if (
      type === 'EffectSettling' ||
      type === 'EffectDone' ||
      type === 'EffectFailed' ||
      type === 'EffectUnknown'
    )
      standing.delete(data.effect)
  }
  return found
}

/** Where the record does not tell what happened: holes, faults of the chain, effects without an end, ends without an effect. */
export const findGaps = (evidence: Evidence, goals: ReadonlyMap<string, Told>): string[] => {
  const { logs, faults, journal, keys } = evidence
  const owner = goalOfEffect(goals)
  const rows = journal.filter((row) => !isProbe(row))
  const happened = new Set(rows.map(({ key }) => key))
  const effects = [...goals.values()].flatMap(({ id, state }) =>
    Object.values(state.effects).map((effect) => ({ goal: id, ended: state.status === 'ended', effect })),
  )
  const settled = (status: Effect['status'] | undefined): boolean => status === 'done' || status === 'unknown'
  return [
    ...[...logs].flatMap(([log, envelopes]) => inLog(log, envelopes)),
    ...faults.map(({ log, message }) => `${log}: ${message}`),
    ...rows.flatMap(({ key, system, tool }) => {
      const status = key === null ? undefined : owner.get(key)?.state.effects[key]?.status
      return settled(status)
        ? []
        : [`${system}.${tool} with the key ${key ?? 'none'} happened, the record says ${status ?? 'nothing'}`]
    }),
    ...effects.flatMap(({ goal, ended, effect }) => [
      ...(stuck(effect) ? [`${effect.id} of ${goal} stands ${effect.status} with nobody at work`] : []),
      ...(effect.status === 'done' && !effect.byPerson && !happened.has(effect.id)
        ? [`${effect.id} of ${goal} is done in the record and nowhere else`]
        : []),
      ...(ended && effect.status === 'unknown' ? [`${goal} ended while ${effect.id} is unknown`] : []),
    ]),
    ...[...goals.values()].flatMap(twoClaims),
    ...keys.flatMap(({ tool, goal, effect }) => {
      const status = goals.get(goal)?.state.effects[effect]?.status
      return status === 'unknown' || status === 'executing' || status === 'settling'
        ? []
        : [`${tool}: the row of its key is held by ${effect} of ${goal}, which is ${status ?? 'not there'}`]
    }),
  ]
}
