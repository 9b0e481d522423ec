import { createHash, sign, type KeyObject } from 'node:crypto'
import type { ReviewDraw } from '../decider/terms.ts'

/** What is signed: the goal's id alone, which a client cannot choose (it is a hash) and nobody can change later. */
export const reviewText = (goal: string): string => `remit review ${goal}`

/** Is a goal with this proof in the share? By the first 32 bits of the proof's SHA-256, in integers. */
export const isDrawn = (proof: string, share: number): boolean =>
  BigInt(createHash('sha256').update(proof).digest().readUInt32BE(0)) * 10_000n < BigInt(share) << 32n

const most = 5000

/**
 * Draws goals for review: by an Ed25519 signature over the goal's id, which is the same at every repeat (RFC 8032, 5.1:
 * signing is deterministic), is known to nobody without the supervisor's key, and can be checked by whoever has the
 * public one. `share` is a fraction, as the workflow's `review` has it.
 */
export const reviewDraws = (key: KeyObject): ((goal: string, share: number) => ReviewDraw) => {
  const proofs = new Map<string, string>()
  const proofOf = (goal: string): string => {
    const known = proofs.get(goal)
    if (known !== undefined) return known
    const proof = sign(null, Buffer.from(reviewText(goal)), key).toString('base64url')
    const [oldest] = proofs.keys()
    if (proofs.size >= most && oldest !== undefined) proofs.delete(oldest)
    proofs.set(goal, proof)
    return proof
  }
  return (goal, fraction) => {
    const share = Math.round(fraction * 10_000)
    const proof = proofOf(goal)
    return { share, drawn: isDrawn(proof, share), proof }
  }
}
