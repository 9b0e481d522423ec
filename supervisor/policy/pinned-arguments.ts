import type { ASTNode } from '@marcbachmann/cel-js'
import { operandsOf, selectionOf } from './cel-ast.ts'
import type { CompiledRead } from './compiled-policy.ts'
import type { Rule } from './rule.ts'

const conjuncts = (node: ASTNode): ASTNode[] => (node.op === '&&' ? node.args.flatMap(conjuncts) : [node])

/** Arguments of the call by which a fact is found, through the facts that lead to it. */
const chosenBy = (name: string, reads: readonly CompiledRead[]): Set<string> => {
  const read = reads.find(({ as }) => as === name)
  if (!read) return new Set()
  const own = [...read.args.values()].flatMap(({ selections }) =>
    selections.flatMap(({ path: [root, arg] }) => (root === 'args' ? [arg ?? ''] : [])),
  )
  return new Set([...own, ...[...read.needs].flatMap((need) => [...chosenBy(need, reads)])])
}

const argument = (node: ASTNode): string | undefined => {
  const path = selectionOf(node)
  return path?.[0] === 'args' && path.length === 2 ? path[1] : undefined
}

/** The fact that this side is a field of, if it is one that can be trusted. */
const factOf = (node: ASTNode, trusted: ReadonlySet<string>): string | undefined => {
  const [root, name, field] = selectionOf(node) ?? []
  return root === 'facts' && name !== undefined && field !== undefined && trusted.has(name) ? name : undefined
}

export type Pinned = {
  /** held to a fact: no words of the call's own, since the record has the same */
  words: ReadonlySet<string>
  /** of these, those that did not lead to the fact themselves: `args.id == facts.ticket.id`, read by `args.id`, is true of any ticket */
  places: ReadonlySet<string>
}

/** Arguments that a rule holds to a fact: `args.to == facts.customer.email` as one of its `&&` parts. */
export const pinnedArguments = (
  rule: Rule,
  reads: readonly CompiledRead[],
  trusted: ReadonlySet<string>,
): Pinned => {
  const held = conjuncts(rule.whole.ast).flatMap((node) => {
    const [left, right] = node.op === '==' ? operandsOf(node) : []
    if (!left || !right) return []
    const [arg, fact] = [argument(left) ?? argument(right), factOf(left, trusted) ?? factOf(right, trusted)]
    return arg === undefined || fact === undefined ? [] : [{ arg, chosen: chosenBy(fact, reads) }]
  })
  const free = held.filter(({ arg, chosen }) => !chosen.has(arg) && !chosen.has(''))
  return { words: new Set(held.map(({ arg }) => arg)), places: new Set(free.map(({ arg }) => arg)) }
}
