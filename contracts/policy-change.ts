import { z } from 'zod'

/**
 * One field that two policies say differently, as an operations lead reads it; null = it is not there. `tighter`
 * allows less or asks a person more often; `neutral` decides nothing; `looser` is everything else, whatever may allow
 * more: nothing shows that it does not.
 */
export const PolicyChange = z.strictObject({
  file: z.string(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  effect: z.enum(['tighter', 'neutral', 'looser']),
})
export type PolicyChange = z.infer<typeof PolicyChange>

/** `refunds-under-50` of `workflows/refunds-under-50.yaml`, `company` of `company.yaml`. */
const subjectOf = (file: string): string => file.replace(/^workflows\//, '').replace(/\.yaml$/, '')

const shown = ({ before, after }: PolicyChange): string => {
  if (before === null) return after === '' ? 'added' : `added: ${after}`
  if (after === null) return before === '' ? 'removed' : `removed, was: ${before}`
  return `${before} -> ${after}`
}

/** `refunds-under-50: shop.refund_order approve.within 4h -> 8h (looser)` */
export const sayPolicyChange = (change: PolicyChange): string =>
  `${subjectOf(change.file)}: ${change.field === '' ? '' : `${change.field} `}${shown(change)} (${change.effect})`
