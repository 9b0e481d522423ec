import { applyMutants } from '../mutants/apply-mutants.ts'
import { askAnewMutants } from '../mutants/ask-anew-mutants.ts'
import { approvalMutants } from '../mutants/approval-mutants.ts'
import { budgetMutants } from '../mutants/budget-mutants.ts'
import { busMutants } from '../mutants/bus-mutants.ts'
import { consoleMutants } from '../mutants/console-mutants.ts'
import { courseMutants } from '../mutants/course-mutants.ts'
import { delegationMutants } from '../mutants/delegation-mutants.ts'
import { effectMutants } from '../mutants/effect-mutants.ts'
import { gatewayMutants } from '../mutants/gateway-mutants.ts'
import { goalMutants } from '../mutants/goal-mutants.ts'
import { judgingMutants } from '../mutants/judging-mutants.ts'
import { ledgerMutants } from '../mutants/ledger-mutants.ts'
import { measuresMutants } from '../mutants/measures-mutants.ts'
import type { Mutant } from '../mutants/mutant.ts'
import { peopleMutants } from '../mutants/people-mutants.ts'
import { policyMutants } from '../mutants/policy-mutants.ts'
import { tellingMutants } from '../mutants/telling-mutants.ts'
import { restoreMutants } from '../mutants/restore-mutants.ts'
import { ruleMutants } from '../mutants/rule-mutants.ts'
import { splitMutants } from '../mutants/split-mutants.ts'
import { trustMutants } from '../mutants/trust-mutants.ts'

/** Every guard of the product that has a name: what stands between a model and a real system. */
export const allGuards: readonly Mutant[] = [
  ...delegationMutants,
  ...splitMutants,
  ...effectMutants,
  ...approvalMutants,
  ...tellingMutants,
  ...ruleMutants,
  ...courseMutants,
  ...applyMutants,
  ...askAnewMutants,
  ...goalMutants,
  ...measuresMutants,
  ...budgetMutants,
  ...trustMutants,
  ...judgingMutants,
  ...policyMutants,
  ...gatewayMutants,
  ...ledgerMutants,
  ...peopleMutants,
  ...restoreMutants,
  ...consoleMutants,
  ...busMutants,
]
