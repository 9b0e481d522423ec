import { randomUUID, sign, type KeyObject } from 'node:crypto'
import type { Bus } from '../../bus/connect.ts'
import { PersonCommand } from '../../contracts/platform.ts'
import type { Store } from '../../store/port.ts'

type Kind = PersonCommand['kind']
type BodyOf<K extends Kind> = Extract<PersonCommand, { kind: K }>['body']
type Deps = {
  console: Bus
  key: KeyObject
  store: Store
  controlLog: string
  until: <T>(what: string, find: () => Promise<T | null | undefined | false>) => Promise<T>
}

/** People at a console as the test plays it: commands in anybody's name, signed by the console's own key. */
export const playPeople = ({ console, key, store, controlLog, until }: Deps) => {
  const command = async <K extends Kind>(
    person: string,
    kind: K,
    body: BodyOf<K>,
    more: { id?: string; at?: string } = {},
  ): Promise<string> => {
    const id = more.id ?? randomUUID()
    const whole = { v: 1, id, at: more.at ?? new Date().toISOString(), person, kind, body }
    const signed = JSON.stringify(PersonCommand.parse(whole))
    const signature = sign(null, Buffer.from(signed), key).toString('base64url')
    await console.publish(console.subjects.commands, { signed, signature }, { msgId: randomUUID() })
    return id
  }
  /** How a command came out: the events under its id, in the goal's log or in the control log. */
  const outcomeOf = (goal: string, id: string) =>
    until(`the outcome of command ${id}`, async () => {
      const found = [...(await store.byCause(goal, id)), ...(await store.byCause(controlLog, id))]
      return found.length > 0 && found.map(({ type, data }) => ({ type, data }))
    })
  const decide = async (
    person: string,
    goal: string,
    body: Omit<BodyOf<'decide'>, 'goal'>,
  ): Promise<{ type: string; data: unknown }[]> =>
    outcomeOf(goal, await command(person, 'decide', { goal, ...body }))

  return { command, outcomeOf, decide }
}
