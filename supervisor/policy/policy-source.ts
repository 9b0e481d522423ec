import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import { policyFaults } from '../../contracts/policy.ts'
import type { PolicyFault, PolicyFaultCode } from '../../contracts/policy.ts'

export type Path = readonly (string | number)[]
/** Where in the value: at its key, or so many characters into its text. */
export type Spot = { key?: boolean; offset?: number }

/** One policy file: its value, and the way back from a path in it to the line where a person mends it. */
export type PolicySource = {
  file: string
  value: unknown
  fault: (path: Path, code: PolicyFaultCode, message: string, spot?: Spot) => PolicyFault
}

type Step = { node: unknown; key: unknown }
const child = (node: unknown, part: string | number): Step | undefined => {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(part))
    return pair && { node: pair.value, key: pair.key }
  }
  if (isSeq(node) && typeof part === 'number' && part in node.items) {
    return { node: node.items[part], key: node.items[part] }
  }
  return undefined
}

const startOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : undefined

const offsetOf = (document: Document, path: Path, spot: Spot): number => {
  let at: Step = { node: document.contents, key: document.contents }
  let exact = true
  for (const part of path) {
    const next = child(at.node, part)
    if (!next) {
      exact = false
      break
    }
    at = next
  }
  const keyStart = startOf(at.key) ?? 0
  if (spot.key || !exact) return keyStart
  const start = startOf(at.node) ?? keyStart
  if (spot.offset === undefined || !isScalar(at.node)) return start
  return start + spot.offset + (at.node.type?.startsWith('QUOTE') ? 1 : 0)
}

/** Reads one file's text. Never throws: whatever is wrong with the YAML is in `faults`, each with its line. */
export const policySource = (file: string, text: string): { source: PolicySource; faults: PolicyFault[] } => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true })
  const at = (offset: number, path: Path, code: PolicyFaultCode, message: string): PolicyFault => {
    const { line, col } = lines.linePos(Math.min(Math.max(offset, 0), text.length))
    const place = { line: Math.max(line, 1), column: Math.max(col, 1) }
    return { file, ...place, path: path.join('.'), code, message, fix: policyFaults[code] }
  }
  const faults = [...document.errors, ...document.warnings].map((error) =>
    at(error.pos[0], [], error.code === 'DUPLICATE_KEY' ? 'DUPLICATE_NAME' : 'BAD_YAML', error.message),
  )
  const source: PolicySource = {
    file,
    value: undefined,
    fault: (path, code, message, spot = {}) => at(offsetOf(document, path, spot), path, code, message),
  }
  if (faults.length > 0) return { source, faults }
  try {
    return { source: { ...source, value: document.toJS({ maxAliasCount: 50 }) }, faults }
  } catch (error) {
    return { source, faults: [at(0, [], 'BAD_YAML', error instanceof Error ? error.message : String(error))] }
  }
}
