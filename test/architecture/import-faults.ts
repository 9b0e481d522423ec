import { matchesGlob } from 'node:path'
import { type FolderRule, startsProcesses, worldOutside } from './folder-rules.ts'
import { type Source, fileImported } from './read-source.ts'

/** A test, or what only tests use: a conformance suite, a fixture, a starter named for it, another runner's `.spec`. */
export const isTest = (path: string) =>
  /(?:\.test|\.spec|\.fixture|-for-tests?)\.ts$/.test(path) || path.includes('/conformance/')

const within = (path: string, folder: string) => path.startsWith(`${folder}/`)

/** The rule of the innermost folder that holds the file. */
export const ruleFor = (rules: FolderRule[], path: string) =>
  rules
    .filter((rule) => within(path, rule.folder))
    .reduce<FolderRule | undefined>(
      (best, rule) => (best === undefined || rule.folder.length > best.folder.length ? rule : best),
      undefined,
    )

const packageOf = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')

const isPackageAllowed = (rule: FolderRule, name: string) =>
  rule.packages.some((allowed) => matchesGlob(packageOf(name), allowed))

/** An agent's own folder, for a file inside one; agents know each other by contract only. */
const agentFolder = (path: string) => /^agents\/[^/]+(?=\/)/.exec(path)?.[0]

const isFileAllowed = (rule: FolderRule, from: string, to: string) => {
  const agent = agentFolder(from)
  if (agent !== undefined && within(to, 'agents')) return within(to, agent) || to === 'agents/define-agent.ts'
  if (within(to, rule.folder) || rule.may.some((pattern) => matchesGlob(to, pattern))) return true
  // A start.ts may be joined by the all-in-one; a test beside the code may need the server that scripts/ finds.
  if (from === startsProcesses.file && matchesGlob(to, startsProcesses.may)) return true
  return isTest(from) && within(to, 'scripts')
}

const faultOf = (rule: FolderRule, from: string, name: string): string | undefined => {
  const file = fileImported(from, name)
  if (file !== undefined) return isFileAllowed(rule, from, file) ? undefined : `${from} imports ${file}`
  if (isTest(from)) return undefined
  if (!name.startsWith('node:')) return isPackageAllowed(rule, name) ? undefined : `${from} imports ${name}`
  const allowed = rule.builtins === 'all' || rule.builtins.includes(name)
  const reachesOut = agentFolder(from) !== undefined && worldOutside.includes(name.slice('node:'.length))
  return allowed && !reachesOut ? undefined : `${from} imports ${name}`
}

/** Each import that the table does not allow, as `file imports what`. */
export const importFaults = (rules: FolderRule[], sources: Pick<Source, 'path' | 'imports'>[]) =>
  sources.flatMap(({ path, imports }) => {
    const rule = ruleFor(rules, path)
    return rule === undefined ? [] : imports.flatMap((name) => faultOf(rule, path, name) ?? [])
  })

/** Imports that no file may have, whatever its folder: a process's main.ts, and test/ from outside it. */
export const forbiddenEverywhere = (sources: Pick<Source, 'path' | 'imports'>[]) =>
  sources.flatMap(({ path, imports }) =>
    imports.flatMap((name) => {
      const file = fileImported(path, name)
      if (file === undefined) return []
      const startsAProcess = /(?:^|\/)main\.ts$/.test(file)
      const needsTests = within(file, 'test') && !within(path, 'test')
      return startsAProcess || needsTests ? [`${path} imports ${file}`] : []
    }),
  )
