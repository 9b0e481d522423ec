import type { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import type { requests } from '../../contracts/http/requests.ts'
import { passwordFits } from '../../store/password-hash.ts'
import type { SignInLinks } from '../../store/sign-in-links.ts'
import { holderOf } from './keyholders.ts'
import type { Keyholder } from './keyholders.ts'
import { tries } from './tries.ts'

/** What somebody shows to be let in. */
export type Proof = z.infer<typeof requests.session>
type Deps = {
  holders: () => Promise<Keyholder[]>
  links: Pick<SignInLinks, 'use'>
  now: () => Date
}

const windowMs = 15 * 60_000
/** Enough for a person who mistypes; far too few to guess a password. */
const mostForPerson = 10
/** Many people may sit behind one address. */
const mostForAddress = 50

/**
 * Who is let in by what they show. Failed tries are counted by address, those with a password by person too; a
 * password is compared one at a time, because each takes 32 MiB. Throws NOT_SIGNED_IN, TOO_MANY_TRIES.
 */
export const prover = (deps: Deps) => {
  const byPerson = tries({ most: mostForPerson, windowMs })
  const byAddress = tries({ most: mostForAddress, windowMs })
  let last: Promise<unknown> = Promise.resolve()
  const oneByOne = (work: () => Promise<boolean>): Promise<boolean> => {
    const next = last.then(work, work)
    last = next
    return next
  }
  const judged = async (proof: Proof): Promise<Keyholder | undefined> => {
    const holders = await deps.holders()
    if ('token' in proof) return holderOf(proof.token, holders)
    if ('link' in proof) {
      const person = await deps.links.use(proof.link, deps.now())
      return holders.find((holder) => holder.person === person)
    }
    const holder = holders.find(({ person }) => person === proof.person)
    const fits = await oneByOne(() => passwordFits(proof.password, holder?.password ?? null))
    return fits ? holder : undefined
  }
  return async (proof: Proof, address: string): Promise<Keyholder> => {
    const now = deps.now()
    byAddress.take(address, now)
    if ('person' in proof) byPerson.take(proof.person, now)
    const holder = await judged(proof)
    if (holder === undefined) throw new RemitError('NOT_SIGNED_IN')
    byAddress.giveBack(address)
    if ('person' in proof) byPerson.giveBack(proof.person)
    return holder
  }
}
export type Prove = ReturnType<typeof prover>
