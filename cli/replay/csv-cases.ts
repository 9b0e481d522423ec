import { canonicalArgs } from '../../contracts/canonical-args.ts'
import { parseMoney } from '../../contracts/money.ts'
import type { CompiledPolicy } from '../../supervisor/policy/compiled-policy.ts'
import type { PastCase } from '../../supervisor/policy/dry-judge.ts'
import type { CsvRow } from './parse-csv.ts'

type Tree = { [name: string]: Tree | unknown }
export type BadRow = { line: number; message: string }

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Puts a value at `order.items` of a tree that it grows. */
const put = (tree: Tree, [first = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) {
    tree[first] = value
    return
  }
  const inner = tree[first]
  const next: Tree = isTree(inner) ? inner : {}
  tree[first] = next
  put(next, rest, value)
}

/** A cell is text, except JSON of a list or an object; numbers and true or false become such by the tool's schema. */
const valueOf = (cell: string): unknown => (/^[[{]/.test(cell.trim()) ? JSON.parse(cell) : cell)

/** Text where the schema wants a number or a truth: `true` is no text then. */
const typed = (value: unknown, schema: Readonly<Record<string, unknown>> | undefined): unknown => {
  const type = schema?.['type']
  if (typeof value !== 'string') {
    const properties = schema?.['properties']
    if (!isTree(value) || !isTree(properties)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const of = properties[name]
        return [name, typed(inner, isTree(of) ? of : undefined)]
      }),
    )
  }
  if (type === 'boolean') {
    if (value !== 'true' && value !== 'false') throw new RangeError(`${value} is neither true nor false`)
    return value === 'true'
  }
  if (type !== 'number' && type !== 'integer') return value
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new RangeError(`${value} is not a number`)
  return Number(value)
}

const did = (said: string, amount: string): PastCase['did'] => {
  if (said !== 'yes' && said !== 'no')
    throw new RangeError(`did: ${said === '' ? 'empty' : said}, write yes or no`)
  return {
    what: said === 'yes' ? 'with-person' : 'nothing',
    amount: said === 'yes' && amount !== '' ? parseMoney(amount) : null,
  }
}

const required = ['case', 'at', 'did'] as const
const optional: ReadonlySet<string> = new Set(['amount', 'source', 'requester'])

/**
 * Past cases of a company out of a table: `case`, `at` (RFC 3339), `did` (yes or no) and `amount` (`15.00 EUR`) of what
 * was done in truth, `source` and `requester`, and a column for each `args.<name>` and `facts.<as>.<field>`. Rows that
 * cannot be judged are named by their line; throws RangeError where the columns themselves are wrong.
 */
export const csvCases = (
  rows: readonly CsvRow[],
  policy: CompiledPolicy,
  { workflow, tool }: { workflow: string; tool: string },
): { cases: PastCase[]; bad: BadRow[] } => {
  const [header, ...body] = rows
  const write = policy.workflows.get(workflow)?.writes.get(tool)
  if (!write) throw new RangeError(`${workflow} does not give ${tool}`)
  const columns = (header?.cells ?? []).map((name) => name.trim())
  const missing = required.filter((name) => !columns.includes(name))
  if (missing.length > 0) throw new RangeError(`columns are missing: ${missing.join(', ')}`)
  const facts = new Map(write.facts.map(({ as, tool: read }) => [as, read.outputSchema]))
  const unknown = columns.filter((name) => {
    const [root, as] = name.split('.')
    if (root === 'args') return as === undefined
    if (root === 'facts') return !facts.has(as ?? '')
    return !required.some((one) => one === name) && !optional.has(name)
  })
  if (unknown.length > 0) throw new RangeError(`columns that nothing reads: ${unknown.join(', ')}`)
  const bad: BadRow[] = []
  const cases = body.flatMap(({ line, cells }): PastCase[] => {
    try {
      if (cells.length !== columns.length)
        throw new RangeError(`${cells.length} cells under ${columns.length} columns`)
      const tree: Tree = { args: {}, facts: {} }
      columns.forEach((name, index) => {
        const cell = cells[index] ?? ''
        if (cell !== '') put(tree, name.split('.'), name.includes('.') ? valueOf(cell) : cell)
      })
      const text = (name: string): string => {
        const cell = tree[name]
        return typeof cell === 'string' ? cell : ''
      }
      const at = new Date(text('at'))
      if (Number.isNaN(at.getTime())) throw new RangeError(`at: ${text('at') || 'empty'} is not a time`)
      const given = isTree(tree['facts']) ? tree['facts'] : {}
      const values = [...facts].map(([as, schema]) => {
        if (given[as] === undefined) throw new RangeError(`facts.${as} has no value`)
        return [as, typed(given[as], schema)]
      })
      const args = isTree(tree['args']) ? canonicalArgs(tree['args'], write.tool.inputSchema) : {}
      const id = text('case') || `line ${line}`
      const submitted = at.toISOString()
      return [
        {
          id,
          at: submitted,
          workflow,
          tool,
          args,
          facts: Object.fromEntries(values),
          goal: {
            id,
            workflow,
            source: text('source') || 'api',
            requester: text('requester'),
            submitted,
            payload: {},
          },
          done: [],
          did: did(text('did'), text('amount')),
        },
      ]
    } catch (error) {
      bad.push({ line, message: error instanceof Error ? error.message : String(error) })
      return []
    }
  })
  return { cases: cases.toSorted((a, b) => (a.at < b.at ? -1 : 1)), bad }
}
