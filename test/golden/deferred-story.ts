import type { Command } from '../../supervisor/decider/commands.ts'
import {
  accept,
  approve,
  asking,
  at,
  claim,
  claimEffect,
  decision,
  eur,
  judgement,
  resolve,
  result,
  tick,
} from '../../supervisor/decider/samples-for-test.ts'

export type Story = { name: string; commands: Command[] }

const line = { key: 'goal', kind: 'money_moved' as const, currency: 'EUR', period: 'all' as const, day: '' }
const ledger = {
  ok: true as const,
  holder: 'e1.c1',
  warned: [{ key: 'goal', kind: 'money_moved', percent: 80 }],
  reservations: [{ ...line, amount: '1500' }],
}
const said = (minutes: number, code: string): Command => ({
  type: 'Told',
  at: at(minutes),
  notice: 'n1',
  item: 'a1',
  stage: 'rerouted',
  person: 'bob',
  channel: 'mail',
  code,
})
const tomorrow = { ...approve, then: { kind: 'tomorrow' as const } }
const dear = judgement({ lowRisk: false, amount: eur('35.00'), approve: tomorrow })
const full = { ok: false as const, key: 'company', kind: 'money_moved', asked: '35.00 EUR', left: '9.00 EUR' }

/** Asked again the next day, told of it, approved, and put off until the cap has room. */
export const deferredStory: Story = {
    name: 'asked-again-tomorrow-and-deferred',
    commands: [
      accept(),
      claim(),
      asking({}, { approve: tomorrow }),
      tick({ kind: 'approval-due', approval: 'a1' }, at(242)),
      said(243, 'SMTP'),
      said(244, ''),
      decision({ at: at(250) }),
      claimEffect({ at: at(251), judgement: dear, ledger: { ...full, again: at(720) } }),
      tick({ kind: 'effect-again', effect: 'e1' }, at(720)),
      claimEffect({ at: at(721), judgement: dear, ledger, until: at(721.5) }),
      result({ gateway: 'gw2', at: at(722) }),
      resolve({ at: at(723) }),
    ],
  }
