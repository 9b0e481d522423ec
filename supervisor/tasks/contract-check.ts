import { compileSchema } from './compile-schema.ts'
import type { ControlState } from '../control/control-state.ts'

export type Issue = { path: string; message: string }
export type ContractCheck = (
  control: ControlState,
  contract: string,
  part: 'request' | 'result',
  value: unknown,
) => { ok: true } | { ok: false; code: 'UNKNOWN_CONTRACT' | 'SCHEMA'; issues: Issue[] }

/** Validates payloads with the JSON Schemas that workers offered. */
export const contractCheck = (): ContractCheck => (control, contract, part, value) => {
  const offered = control.cards.get(contract)?.contracts.find((one) => one.name === contract)
  if (!offered)
    return {
      ok: false,
      code: 'UNKNOWN_CONTRACT',
      issues: [{ path: '', message: `${contract} is not offered` }],
    }
  const compiled = compileSchema(offered[part])
  if (!compiled.ok)
    return {
      ok: false,
      code: 'SCHEMA',
      issues: [{ path: '', message: `the schema of ${contract} does not compile: ${compiled.fault}` }],
    }
  if (compiled.check(value)) return { ok: true }
  const issues = (compiled.check.errors ?? []).map((error) => ({
    path: error.instancePath,
    message: `${error.message ?? 'is wrong'}${error.params['additionalProperty'] === undefined ? '' : `: ${String(error.params['additionalProperty'])}`}`,
  }))
  return { ok: false, code: 'SCHEMA', issues }
}
