import { effectKeysConformance } from './conformance/effect-keys.ts'
import { ledgerConformance } from './conformance/ledger.ts'
import { ledgerWarningsConformance } from './conformance/ledger-warnings.ts'
import type { CreatePlace } from './conformance/place.ts'
import { recordConformance } from './conformance/record.ts'
import { retentionConformance } from './conformance/retention.ts'
import { stepsConformance } from './conformance/steps.ts'
import { subjectsConformance } from './conformance/subjects.ts'
import { timersConformance } from './conformance/timers.ts'
import { trailConformance } from './conformance/trail.ts'
import { viewsConformance } from './conformance/views.ts'

/** What the port promises, as one mocha suite for every adapter. `create` makes a fresh place for each test. */
export const storeConformance = (name: string, create: CreatePlace): void => {
  describe(`store: ${name}`, () => {
    recordConformance(create)
    ledgerConformance(create)
    ledgerWarningsConformance(create)
    effectKeysConformance(create)
    timersConformance(create)
    viewsConformance(create)
    trailConformance(create)
    stepsConformance(create)
    subjectsConformance(create)
    retentionConformance(create)
  })
}
