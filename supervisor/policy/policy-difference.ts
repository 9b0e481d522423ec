import { parse } from 'yaml'
import type { PolicyChange } from '../../contracts/policy-change.ts'
import { capUnit } from './cap-change.ts'
import { changeEffect } from './change-effect.ts'
import type { PolicyFiles } from './compile-policy.ts'

type Tree = Map<string, unknown>
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown): string =>
  isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)

/** The name by which an entry of a list is the same one in both files: its own name, or what it counts in. */
const entryName = (item: unknown, path: readonly string[]): string => {
  if (isObject(item)) return text(item['id'] ?? item['name'] ?? item)
  return isCap(path) ? capUnit(String(item)) : String(item)
}
const caps: ReadonlySet<string> = new Set(['money_moved', 'cost', 'tokens'])
const isCap = (path: readonly string[]): boolean => caps.has(path.at(-1) ?? '')
/** Lists in which the order says something: the parts of a key. */
const isOrdered = (path: readonly string[]): boolean => path.at(-1) === 'key'

/** What stands below a place, by name; null where it is a value of its own. */
const below = (value: unknown, path: readonly string[]): Tree | null => {
  if (value === undefined) return new Map()
  if (isObject(value)) return new Map(Object.entries(value))
  const list = Array.isArray(value) ? value : isCap(path) ? [value] : null
  if (list === null || isOrdered(path)) return null
  return new Map(list.map((item) => [entryName(item, path), item]))
}

/** `tools.write.shop.refund_order.approve.within` as people say it: the tool, then the field. */
const say = (path: readonly string[]): string => {
  const [first, second, tool, ...rest] = path
  if (first === 'tools' && second === 'write' && tool !== undefined)
    return rest.length === 0 ? tool : `${tool} ${rest.join('.')}`
  return path.join('.')
}

type Found = { path: readonly string[]; before: unknown; after: unknown; first: boolean }

const differing = (before: unknown, after: unknown, path: readonly string[], first: boolean): Found[] => {
  if (before !== undefined && after !== undefined && text(before) === text(after)) return []
  // What is gone is one change; what is new is shown field by field, since somebody must read it.
  if (after === undefined) return [{ path, before, after, first }]
  const [was, is] = [below(before, path), below(after, path)]
  if (was === null || is === null) return [{ path, before, after, first }]
  const names = new Set([...was.keys(), ...is.keys()])
  return [...names].flatMap((name) => differing(was.get(name), is.get(name), [...path, name], was.size === 0))
}

const valueOf = (file: string, source: string | undefined): unknown => {
  if (source === undefined || !file.endsWith('.yaml')) return source
  try {
    return parse(source) ?? {}
  } catch {
    // A file that is no YAML is a fault that the check names; here it is one text that differs.
    return source
  }
}

const writesOf = (file: string, source: string | undefined): string[] => {
  const tools = below(valueOf(file, source), [])?.get('tools')
  return [...(below(below(tools, [])?.get('write'), []) ?? new Map<string, unknown>()).keys()]
}

/** Which write tools of a file stand in another workflow of the new policy. */
const sharedTools = (file: string, before: PolicyFiles, after: PolicyFiles): Set<string> => {
  const elsewhere = Object.keys(after)
    .filter((other) => other !== file && other.startsWith('workflows/'))
    .flatMap((other) => writesOf(other, after[other]))
  return new Set(writesOf(file, before[file]).filter((tool) => elsewhere.includes(tool)))
}

/**
 * Every field that two policies say differently, by file. Comments and layout are no difference. Entries of lists
 * (people, systems, caps, agents) are compared by their names, not by their places.
 */
export const policyDifference = (before: PolicyFiles, after: PolicyFiles): PolicyChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().flatMap((file) => {
    const tools = sharedTools(file, before, after)
    const found = differing(
      valueOf(file, before[file]),
      valueOf(file, after[file]),
      [],
      before[file] === undefined,
    )
    return found.map(({ path, before: was, after: is, first }) => {
      const tool = path[0] === 'tools' && path[1] === 'write' ? path[2] : undefined
      const shared = tool === undefined ? tools.size > 0 : tools.has(tool)
      const old = path.length === 0 && isObject(was) ? '' : text(was)
      const leaf = {
        path,
        before: was === undefined ? null : old,
        after: is === undefined ? null : text(is),
        first,
        shared,
      }
      const effect = changeEffect(file, leaf)
      return { file, field: say(path), before: leaf.before, after: leaf.after, effect }
    })
  })
