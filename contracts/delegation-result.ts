import { z } from 'zod'
import { ContractName, Id } from './ids.ts'

/** What came of one delegation: every child's end, in the order in which they were asked for. */
export const DelegationResult = z.strictObject({
  delegation: Id,
  results: z.array(
    z.strictObject({
      task: Id,
      contract: ContractName,
      status: z.enum(['ok', 'failed', 'timeout']),
      /** '' where it is ok */
      code: z.string(),
      /** the contract's result; or what the child said when it declined, asked or failed */
      content: z.unknown(),
    }),
  ),
})
export type DelegationResult = z.infer<typeof DelegationResult>
