import type { PolicyFault, PolicyFaultCode } from '../../contracts/policy.ts'
import type { CelProblem } from './cel-inspect.ts'
import type { Path, PolicySource, Spot } from './policy-source.ts'

/** Where a file's faults are gathered; checks go on after the first, so that all are shown at once. */
export type FaultList = {
  add: (path: Path, code: PolicyFaultCode, message: string, spot?: Spot) => void
  addCel: (path: Path, problems: readonly CelProblem[], spot?: Spot) => void
}

export const faultList = (source: PolicySource, faults: PolicyFault[]): FaultList => ({
  add: (path, code, message, spot) => {
    faults.push(source.fault(path, code, message, spot))
  },
  addCel: (path, problems, spot = {}) => {
    for (const { code, message, offset } of problems)
      faults.push(source.fault(path, code, message, { ...spot, offset }))
  },
})
