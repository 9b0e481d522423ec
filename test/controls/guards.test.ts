import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { isErrorCode, type ErrorCode } from '../../contracts/errors.ts'
import { allGuards } from './all-guards.ts'
import { fits } from './fits.ts'
import { noGuardNeeded } from './no-guard-needed.ts'
import { testsOf } from './tests-of.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
/** Rooms in which it is decided whether something may be done. */
const rooms = ['supervisor/decider', 'supervisor/effects', 'gateway']
const ours = (name: string): boolean => name.endsWith('.ts') && !/test|fixture/.test(name)
const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(ours)
    .map((name) => `${folder}/${name}`)
const codesIn = (file: string): ErrorCode[] =>
  [...read(file).matchAll(/'([A-Z][A-Z_]+)'/g)].map(([, code = '']) => code).filter(isErrorCode)

describe('the list of guards', () => {
  it('holds no text that its file does not hold exactly once', () => {
    const gone = allGuards.filter(
      (guard) => !existsSync(join(root, guard.file)) || !fits(guard, read(guard.file)),
    )
    expect(gone.map(({ file, guard }) => `${file}: ${guard}`)).to.deep.equal([])
    expect(allGuards.length).to.be.greaterThan(100)
  })

  it('names for each the sentence that it stands for, and tests that are there', () => {
    const silent = allGuards.filter(({ says }) => says === undefined || says === '')
    expect(silent.map(({ file, guard }) => `${file}: ${guard}`)).to.deep.equal([])
    const specs = [...new Set(allGuards.flatMap(testsOf))]
    const missing = specs.filter((spec) => {
      const [file = '', title] = spec.split('#')
      const found = globSync(file, { cwd: root })
      return found.length === 0 || (title !== undefined && !found.some((one) => read(one).includes(title)))
    })
    expect(missing).to.deep.equal([])
  })

  it('gives no two the same name in one file', () => {
    const names = allGuards.map(({ file, guard }) => `${file}: ${guard}`)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([])
  })

  it('has one for every file of supervisor/decider/rules', () => {
    const rules = filesBelow('supervisor/decider/rules')
    expect(rules.length).to.be.greaterThan(5)
    const guarded = new Set(allGuards.map(({ file }) => file))
    expect(rules.filter((file) => !guarded.has(file))).to.deep.equal([])
  })

  it('has one for every code that a refusal can carry', () => {
    const guarded = new Set(allGuards.flatMap(({ codes = [] }) => codes))
    const said = new Set(rooms.flatMap(filesBelow).flatMap(codesIn))
    expect(said.size).to.be.greaterThan(30)
    const bare = [...said].filter((code) => !guarded.has(code) && noGuardNeeded[code] === undefined)
    expect(bare).to.deep.equal([])
    expect(Object.keys(noGuardNeeded).filter((code) => isErrorCode(code) && !said.has(code))).to.deep.equal(
      [],
    )
  })
})
