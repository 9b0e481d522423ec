/** The part of CEL that the sample company's rules are written in, parsed by hand: no library, none of the product's code. */
export type Node =
  | { kind: 'value'; value: string | bigint | boolean }
  | { kind: 'name'; name: string }
  | { kind: 'field'; of: Node; name: string }
  | { kind: 'call'; name: string; args: Node[] }
  | { kind: 'binary'; op: string; left: Node; right: Node }
  | { kind: 'not'; of: Node }

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
]

const tokensOf = (text: string): string[] => {
  const found = text.match(/"(?:[^"\\])*"|'(?:[^'\\])*'|[A-Za-z_]\w*|\d+|&&|\|\||[<>=!]=|[<>!().,+-]|\S/g)
  return found ?? []
}

/** @throws SyntaxError what is not in the subset is not guessed at */
export const parseRule = (text: string): Node => {
  const tokens = tokensOf(text)
  const next = (): string => {
    const token = tokens.shift()
    if (token === undefined) throw new SyntaxError(`${text}: it ends too early`)
    return token
  }
  const expect = (wanted: string): void => {
    const token = next()
    if (token !== wanted) throw new SyntaxError(`${text}: ${token} where ${wanted} was expected`)
  }
  const list = (): Node[] => {
    const items: Node[] = []
    while (tokens[0] !== ')') {
      items.push(level(0))
      if (tokens[0] === ',') next()
    }
    expect(')')
    return items
  }
  const primary = (): Node => {
    const token = next()
    if (token === '!') return { kind: 'not', of: primary() }
    if (token === '(') {
      const inner = level(0)
      expect(')')
      return inner
    }
    if (/^["']/.test(token)) return { kind: 'value', value: token.slice(1, -1) }
    if (/^\d+$/.test(token)) return { kind: 'value', value: BigInt(token) }
    if (token === 'true' || token === 'false') return { kind: 'value', value: token === 'true' }
    if (!/^[A-Za-z_]/.test(token)) throw new SyntaxError(`${text}: ${token} is not in the subset`)
    if (tokens[0] === '(') {
      next()
      return { kind: 'call', name: token, args: list() }
    }
    let node: Node = { kind: 'name', name: token }
    while (tokens[0] === '.') {
      next()
      node = { kind: 'field', of: node, name: next() }
    }
    return node
  }
  const level = (at: number): Node => {
    const ops = levels[at]
    if (ops === undefined) return primary()
    let left = level(at + 1)
    for (let op = tokens[0]; op !== undefined && ops.includes(op); op = tokens[0]) {
      next()
      left = { kind: 'binary', op, left, right: level(at + 1) }
    }
    return left
  }
  const whole = level(0)
  if (tokens.length > 0) throw new SyntaxError(`${text}: ${tokens[0]} is left over`)
  return whole
}
