import { readFileSync } from 'node:fs'
import { basename, dirname, join, matchesGlob } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { folderRules, notYet, startsProcesses } from './architecture/folder-rules.ts'
import { forbiddenEverywhere, importFaults, isTest } from './architecture/import-faults.ts'
import { importsOf, readSources, withoutComments } from './architecture/read-source.ts'

const root = dirname(import.meta.dirname)
const sources = readSources(root)
const matching = (pattern: string) => sources.filter(({ path }) => matchesGlob(path, pattern))
const pathsOf = (found: { path: string }[]) => found.map(({ path }) => path)
const linesIn = (text: string) => text.trimEnd().split('\n').length

const subjectKinds =
  'intake|api|events|dead|tasks|work|outcomes|tools|trail|authorise|results|effects|offers|settings|control|commands|heads'

/** Where something may stand that is forbidden elsewhere; each pattern has to match a file. */
const places = {
  environment: ['**/config.ts', 'scripts/**', 'test/**', '**/*.test.ts'],
  subjects: ['bus/subjects.ts', 'test/**', '**/*.test.ts'],
  defaultExport: ['{agents,test/bench/*-agents}/*/agent.ts'],
}
const elsewhere = (patterns: string[]) =>
  sources.filter(({ path }) => !patterns.some((pattern) => matchesGlob(path, pattern)))
const faults = (patterns: string[], form: RegExp) =>
  pathsOf(elsewhere(patterns).filter(({ code }) => form.test(code)))

const readsEnvironment = /\bprocess\s*\.\s*env\b|from\s*['"](?:node:)?process['"]/
const spellsSubject = new RegExp(`['"\`](?:remit)\\.(?:${subjectKinds})\\b`)
const hasDefaultExport = /(?:^|\n)\s*export\s+default\b|\bas\s+default\b/
const impure =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\bcrypto\b|\bprocess\s*\.|\bperformance\b|\bsetTimeout\b|\bsetInterval\b|\bfetch\(/
const reachesOut = /\bfetch\s*\(|\bprocess\s*\.\s*env\b|\bnew WebSocket\b|\bXMLHttpRequest\b/

describe('architecture', () => {
  it('lets each folder import what the table allows, and nothing else', () => {
    expect(importFaults(folderRules, sources)).to.deep.equal([])
  })

  it('lets no file import a main.ts, nor test/ from outside it', () => {
    expect(forbiddenEverywhere(sources)).to.deep.equal([])
  })

  it('keeps clock, randomness, input, output and process out of the decider', () => {
    const decider = matching('supervisor/decider/**').filter(({ path }) => !isTest(path))
    expect(pathsOf(decider.filter(({ code }) => impure.test(code)))).to.deep.equal([])
  })

  it('keeps agents from the environment and the network', () => {
    const agents = matching('agents/*/**').filter(({ path }) => !isTest(path))
    expect(pathsOf(agents.filter(({ code }) => reachesOut.test(code)))).to.deep.equal([])
  })

  it('reads the environment in config.ts alone', () => {
    expect(faults(places.environment, readsEnvironment)).to.deep.equal([])
  })

  it('spells subjects in bus/subjects.ts alone', () => {
    expect(faults(places.subjects, spellsSubject)).to.deep.equal([])
  })

  it('has default exports in the cards of agents alone', () => {
    expect(faults(places.defaultExport, hasDefaultExport)).to.deep.equal([])
  })

  it('holds no file over 250 lines, tests excepted', () => {
    const long = sources.filter(({ path, text }) => !isTest(path) && linesIn(text) > 250)
    expect(pathsOf(long)).to.deep.equal([])
  })

  it('names files in kebab-case', () => {
    const named = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.int)?(?:\.test|\.spec|\.fixture)?(?:\.d)?\.[cm]?[jt]s$/
    expect(pathsOf(sources).filter((path) => !named.test(basename(path)))).to.deep.equal([])
  })

  it('has a row in docs/dependencies.md for each dependency with its version, and no other row', () => {
    const rows = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8').matchAll(
      /^\| `([^`]+)` \| ([^ |]+) \|/gm,
    )
    const versions = z.record(z.string(), z.string())
    const manifest = z
      .object({ dependencies: versions, devDependencies: versions })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
    const all = { ...manifest.dependencies, ...manifest.devDependencies }
    const declared = Object.entries(all).map(([name, version]) => `${name} ${version}`)
    expect([...rows].map(([, name, version]) => `${name} ${version}`)).to.have.members(declared)
  })

  it('matches at least one file by each of its patterns, but for those that are listed as still to come', () => {
    const patterns = [
      ...folderRules.map(({ folder }) => `${folder}/**`),
      ...folderRules.flatMap(({ may }) => may),
      startsProcesses.file,
      startsProcesses.may,
      ...Object.values(places).flat(),
      'supervisor/decider/**',
      'agents/*/**',
      '*/main.ts',
    ]
    const unmatched = patterns.filter((pattern) => matching(pattern).length === 0)
    expect([...new Set(unmatched)]).to.have.members(notYet)
  })
})

describe("the architecture test's own reading", () => {
  const found = (path: string, ...imports: string[]) => importFaults(folderRules, [{ path, imports }])

  it('finds every form of import and none in a comment or a string', () => {
    const code = withoutComments(
      [
        "import { a } from './a.ts'",
        "import type {\n  B,\n} from './b.ts'",
        "import './c.ts'",
        "export { d } from './d.ts'",
        "const e = await import('./e.ts')",
        "// import { f } from './f.ts'",
        "/* import './g.ts' */",
        "const url = 'http://x' // import './h.ts'",
        "export const i = 'from' + './i.ts'",
      ].join('\n'),
    )
    expect(importsOf(code)).to.have.members(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts'])
  })

  it('refuses what the table forbids', () => {
    expect(found('contracts/money.ts', 'pino')).to.have.length(1)
    expect(found('supervisor/decider/decide.ts', 'node:crypto')).to.have.length(1)
    expect(found('supervisor/decider/decide.ts', '../policy/judge.ts')).to.have.length(1)
    expect(found('supervisor/start.ts', '../gateway/effect.ts')).to.have.length(1)
    expect(found('supervisor/start.ts', '@marcbachmann/cel-js')).to.have.length(1)
    expect(found('agents/finance/agent.ts', '../support/contracts.ts')).to.have.length(1)
    expect(found('agents/finance/agent.ts', 'node:http')).to.have.length(1)
    expect(found('worker/host.ts', '../agents/finance/agent.ts')).to.have.length(1)
    expect(found('worker/host.ts', '../store/port.ts')).to.have.length(1)
    expect(found('gateway/effect.ts', '../store/port.ts')).to.have.length(1)
    expect(found('console/start.ts', '../supervisor/start.ts')).to.have.length(1)
    expect(found('cli/show.ts', '../worker/start.ts')).to.have.length(1)
    expect(found('examples/company/shop/main.ts', '../../../contracts/money.ts')).to.have.length(1)
    expect(
      forbiddenEverywhere([{ path: 'cli/up.ts', imports: ['../worker/main.ts', '../test/oracle.ts'] }]),
    ).to.have.length(2)
  })

  it('allows what the table allows', () => {
    expect(found('contracts/money.ts', 'zod', './ids.ts')).to.deep.equal([])
    expect(
      found('supervisor/decider/decide.ts', '../../contracts/events.ts', './rules/budget.ts'),
    ).to.deep.equal([])
    expect(
      found('supervisor/start.ts', './decider/decide.ts', './policy/judge.ts', 'ajv/dist/2020.js'),
    ).to.deep.equal([])
    expect(found('agents/finance/agent.ts', '../define-agent.ts', './contracts.ts')).to.deep.equal([])
    expect(found('cli/up.ts', '../worker/start.ts')).to.deep.equal([])
  })

  it('recognises what it forbids by text', () => {
    expect('const at = Date.now()').to.match(impure)
    expect('new Date(Date.parse(at) + 1)').not.to.match(impure)
    expect("publish('remit.tasks.finance')").to.match(spellsSubject)
    expect("meta['remit.dev/effect-id']").not.to.match(spellsSubject)
    expect('export default agent').to.match(hasDefaultExport)
    expect('const home = process.env.REMIT_HOME').to.match(readsEnvironment)
    expect('await fetch(url)').to.match(reachesOut)
  })
})
