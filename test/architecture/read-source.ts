import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** A file of this checkout, by its path from the root. `code` is its text without comments. */
export type Source = { path: string; text: string; code: string; imports: string[] }

const skipped = new Set(['node_modules', 'docs', 'config'])
const isSource = (name: string) => /\.(?:ts|mts|mjs|cjs)$/.test(name)

const pathsBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && !skipped.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return pathsBelow(path)
      return isSource(entry.name) ? [path] : []
    })

const stringOrComment = /(['"])(?:\\.|(?!\1)[^\\\n])*\1|`(?:\\.|[^\\`])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g

export const withoutComments = (text: string) =>
  text.replace(stringOrComment, (found) => (found.startsWith('/') ? ' ' : found))

const statement = /(?:^|[;\n}])\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?(['"])([^'"\n]+)\1/g
const expression = /\bimport\(\s*(['"])([^'"\n]+)\1/g

/** What a file imports, statically or by `import('…')`, as it is written there. */
export const importsOf = (code: string) =>
  [statement, expression].flatMap((form) => [...code.matchAll(form)].flatMap(([, , name]) => name ?? []))

/** An imported file's path from the root; undefined for a package or a module of Node. */
export const fileImported = (from: string, name: string) =>
  name.startsWith('.') ? join(dirname(from), name) : undefined

/** Every source file of the checkout at `root`. */
export const readSources = (root: string): Source[] =>
  pathsBelow(root).map((path) => {
    const text = readFileSync(path, 'utf8')
    const code = withoutComments(text)
    return { path: relative(root, path), text, code, imports: importsOf(code) }
  })
