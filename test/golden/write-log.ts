import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Envelope } from '../../contracts/envelope.ts'
import { draft, readGoalEvent, type ControlEvent } from '../../contracts/events.ts'
import { goalIdOf } from '../../contracts/goal-id.ts'
import { sealCommit } from '../../store/seal-commit.ts'
import { signHeads } from '../../store/signed-heads.ts'
import type { Command } from '../../supervisor/decider/commands.ts'
import { replay } from '../../supervisor/decider/evolve.ts'
import { step } from '../../supervisor/decider/given-for-test.ts'
import { terms as plain } from '../../supervisor/decider/samples-for-test.ts'
import type { State } from '../../supervisor/decider/state.ts'
import { controlStory } from './control-story.ts'
import { stories } from './stories.ts'
import { summaryOf } from './summary-of.ts'

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const controlLog = 'control/acme'
const terms = { ...plain, review: { share: 500, drawn: true, proof: 'proof' } }

const goalLog = (name: string, commands: Command[]): { state: State; events: Envelope[] } => {
  const goal = goalIdOf('local', name)
  const events: Envelope[] = []
  let state: State = null
  for (const [index, told] of commands.entries()) {
    const command = told.type === 'Accept' ? { ...told, goal } : told
    const drafts = step(state, command, terms).decision.events.map(draft)
    if (drafts.length === 0) throw new Error(`${name}: nothing came of command ${index}, ${command.type}`)
    const by = { kind: 'supervisor' as const, id: 'supervisor' }
    const place = { log: goal, expected: events.length, at: command.at, by, cause: `cause-${index}`, traceparent }
    const last = events.at(-1)
    const sealed = sealCommit({ ...place, events: drafts }, { version: events.length, hash: last?.hash ?? '' })
    events.push(...sealed)
    state = replay(sealed.map(readGoalEvent), state)
  }
  return { state, events }
}

const appendControl = (events: Envelope[], event: ControlEvent): void => {
  const by = { kind: 'person' as const, id: 'ann' }
  const at = `2026-11-23T13:00:00.${String(events.length).padStart(3, '0')}Z`
  const place = { log: controlLog, expected: events.length, at, by, cause: `control-${events.length}`, traceparent }
  const head = { version: events.length, hash: events.at(-1)?.hash ?? '' }
  events.push(...sealCommit({ ...place, events: [draft(event)] }, head))
}

const headOf = (events: Envelope[]) => {
  const last = events.at(-1)
  if (last === undefined) throw new Error('an empty log')
  return { log: last.goal, version: last.version, hash: last.hash }
}

const [release = ''] = process.argv.slice(2)
const file = (kind: string): string => join(import.meta.dirname, `${release}.${kind}`)
if (!/^\d+\.\d+\.\d+$/.test(release)) throw new Error('which release? e.g. node test/golden/write-log.ts 0.1.0')
if (existsSync(file('jsonl'))) throw new Error(`${file('jsonl')} is there already: a golden log is never written again`)

const goals = stories.map(({ name, commands }) => goalLog(name, commands))
const control: Envelope[] = []
for (const event of controlStory) appendControl(control, event)
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const heads = [...goals.map((goal) => headOf(goal.events)), headOf(control)]
const signed = signHeads({ previous: null, heads, at: '2026-11-23T13:01:00.000Z' }, privateKey)
appendControl(control, { type: 'HeadsSigned', data: signed })

const lines = [...goals.flatMap((goal) => goal.events), ...control]
const summaries = goals.map((goal) => summaryOf(goal.state))
writeFileSync(file('jsonl'), lines.map((event) => `${JSON.stringify(event)}\n`).join(''))
writeFileSync(file('states.json'), `${JSON.stringify(summaries, null, 2)}\n`)
writeFileSync(file('pem'), publicKey.export({ type: 'spki', format: 'pem' }))
