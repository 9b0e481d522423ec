import type { AskAnew } from '../decider/ask-anew.ts'
import type { ClaimEffect, Propose } from '../decider/effect-commands.ts'
import type { Deps } from '../deps.ts'
import type { Reserved } from '../record/handle.ts'
import { putText, putWhy } from '../record/trail-text.ts'

/** The command with what the ledger said; a budget that does not cover it is the sentence that people read. */
export const withReserved = async <C extends Propose | ClaimEffect | AskAnew>(
  { store }: Pick<Deps, 'store'>,
  goal: string,
  command: C,
  reserved: Reserved,
): Promise<C> => {
  const { ledger } = reserved
  if (ledger === null) {
    // Only what runs takes the key: what is asked anew is never told that it is held.
    if (!('prior' in command)) return command
    const prior = reserved.held ? { held: true } : { settledAfterFacts: true }
    return { ...command, prior: { ...command.prior, ...prior } }
  }
  if (ledger.ok) return { ...command, ledger }
  const { key, kind, asked, left } = ledger
  const whose = key === `goal:${goal}` ? 'this goal' : key
  const sentence =
    asked === ''
      ? `Nothing may move: ${key}.`
      : `The budget of ${whose} (${kind.replace('_', ' ')}) does not cover ${asked}: ${left} is left.`
  return {
    ...command,
    ledger,
    message: await putText(store, goal, sentence),
    why: await putWhy(store, goal, { sentence }),
  }
}
