import { createRequire } from 'node:module'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { ControlState } from './control-state.ts'

// The package is CommonJS whose types and export do not agree under nodenext; require gives the function itself.
const addFormats: (ajv: Ajv2020) => unknown = createRequire(import.meta.url)('ajv-formats')

export type Issue = { path: string; message: string }
export type ContractCheck = (
  control: ControlState,
  contract: string,
  part: 'request' | 'result',
  value: unknown,
) => { ok: true } | { ok: false; code: 'UNKNOWN_CONTRACT' | 'SCHEMA'; issues: Issue[] }

/** Validates payloads with the JSON Schemas that workers offered; compiled once per schema. */
export const contractCheck = (): ContractCheck => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats(ajv)
  const compiled = new Map<string, ValidateFunction>()
  return (control, contract, part, value) => {
    const offered = control.cards.get(contract)?.contracts.find((one) => one.name === contract)
    if (!offered)
      return {
        ok: false,
        code: 'UNKNOWN_CONTRACT',
        issues: [{ path: '', message: `${contract} is not offered` }],
      }
    const { $schema: _dialect, ...schema } = offered[part]
    const name = `${part} ${JSON.stringify(schema)}`
    const check = compiled.get(name) ?? ajv.compile(schema)
    compiled.set(name, check)
    if (check(value)) return { ok: true }
    const issues = (check.errors ?? []).map((error) => ({
      path: error.instancePath,
      message: `${error.message ?? 'is wrong'}${error.params['additionalProperty'] === undefined ? '' : `: ${String(error.params['additionalProperty'])}`}`,
    }))
    return { ok: false, code: 'SCHEMA', issues }
  }
}
