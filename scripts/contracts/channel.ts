import { subjectsFor } from '../../bus/subjects.ts'

export type Party = 'client' | 'supervisor' | 'worker' | 'gateway' | 'console'
export type Channel = {
  id: string
  subject: string
  /** stream: stored by JetStream, then pulled. service: asked and answered. publish: heard by whoever listens */
  kind: 'stream' | 'service' | 'publish'
  from: readonly Party[]
  to: readonly Party[]
  messages: readonly string[]
  answers?: readonly string[]
  says: string
}

export const subjects = subjectsFor()

const stand = (name: string): string => `--${name}--`
/** Names that stand for any name: a token where a subject has one, `{name}` in an address. */
export const token = {
  account: stand('account'),
  goal: stand('goal'),
  event: stand('event'),
  agent: stand('agent'),
  gateway: stand('gateway'),
  name: stand('name'),
  sequence: stand('sequence'),
  subject: stand('subject'),
}
export const asAddress = (subject: string): string => subject.replaceAll(/--([a-z]+)--/g, '{$1}')
