import type { ASTNode } from '@marcbachmann/cel-js'

/** The direct operands of a node, in the order of the text. */
export const operandsOf = (node: ASTNode): readonly ASTNode[] => {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'list':
      return node.args
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    case '!=':
    case '%':
    case '&&':
    case '*':
    case '+':
    case '-':
    case '/':
    case '<':
    case '<=':
    case '==':
    case '>':
    case '>=':
    case '?:':
    case '[?]':
    case '[]':
    case 'in':
    case '||':
      return node.args
  }
}

const loopNames: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
/** A macro that runs its argument once for each item. */
export const isLoop = (node: ASTNode): boolean => node.op === 'rcall' && loopNames.has(node.args[0])
/** The name that a loop gives to its items. */
export const loopVariable = (node: ASTNode): string | undefined => {
  if (node.op !== 'rcall' || !isLoop(node)) return undefined
  const [first] = node.args[2]
  return first?.op === 'id' ? first.args : undefined
}

export const textOf = (node: ASTNode): string => node.input.slice(node.range.start, node.range.end)

/** `facts.order.id` as ['facts', 'order', 'id'], where the whole chain begins at a name. */
export const selectionOf = (node: ASTNode): string[] | undefined => {
  if (node.op === 'id') return [node.args]
  if (node.op !== '.') return undefined
  const left = selectionOf(node.args[0])
  return left && [...left, node.args[1]]
}

export type Selection = { path: readonly string[]; offset: number; node: ASTNode }

/** Every longest chain of names in an expression that does not begin at a loop's own variable. */
export const selectionsIn = (node: ASTNode, locals: ReadonlySet<string> = new Set()): Selection[] => {
  const path = selectionOf(node)
  if (path)
    return path[0] !== undefined && locals.has(path[0]) ? [] : [{ path, offset: node.range.start, node }]
  const local = loopVariable(node)
  if (local === undefined || node.op !== 'rcall')
    return operandsOf(node).flatMap((operand) => selectionsIn(operand, locals))
  const inner = new Set([...locals, local])
  const [, ...body] = node.args[2]
  return [...selectionsIn(node.args[1], locals), ...body.flatMap((part) => selectionsIn(part, inner))]
}
