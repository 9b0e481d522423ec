import type { ASTNode } from '@marcbachmann/cel-js'
import { textOf } from './cel-ast.ts'
import { createCelEnvironment } from './cel-environment.ts'

const conjuncts = (node: ASTNode): ASTNode[] => (node.op === '&&' ? node.args.flatMap(conjuncts) : [node])

const environment = createCelEnvironment()

const clausesOf = (text: string): Set<string> | null => {
  try {
    return new Set(conjuncts(environment.parse(text).ast).map((node) => textOf(node).replaceAll(/\s+/g, ' ')))
  } catch {
    // What cannot be parsed is not known to be narrower; the policy check names the fault.
    return null
  }
}

/** Does the second condition keep every `&&` part of the first, word for word? Then it can only hold where that did. */
export const isNarrower = (before: string | null, after: string | null): boolean => {
  if (before === null || after === null) return false
  const [was, is] = [clausesOf(before), clausesOf(after)]
  return was !== null && is !== null && [...was].every((clause) => is.has(clause))
}
