import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { effectMutants } from './mutants/effect-mutants.ts'
import { goalMutants } from './mutants/goal-mutants.ts'
import type { Mutant } from './mutants/mutant.ts'
import { ruleMutants } from './mutants/rule-mutants.ts'

const root = join(import.meta.dirname, '..')
const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js')
const folders = ['contracts', 'store', 'supervisor/decider', 'supervisor/reactor', 'supervisor/model']

/** A copy of what the decider needs, so that a guard can be taken out of it without touching the real one. */
const copy = (): { folder: string } & Disposable => {
  const folder = mkdtempSync(join(tmpdir(), 'remit-mutants-'))
  for (const name of folders) cpSync(join(root, name), join(folder, name), { recursive: true })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

const failing = (folder: string, specs: string[], seed: number): string[] => {
  const environment = { REMIT_TEST_RUNS: '800', REMIT_TEST_SHRINK: 'no', REMIT_TEST_SEED: String(seed) }
  const run = spawnSync(process.execPath, [mocha, '--reporter', 'json', ...specs], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  })
  const start = run.stdout.indexOf('{\n  "stats"')
  if (start < 0) throw new Error(`mocha said nothing: ${run.stderr.slice(0, 2000)}`)
  const report: { failures: { fullTitle: string }[] } = JSON.parse(run.stdout.slice(start))
  return report.failures.map((failure) => failure.fullTitle)
}

const unit = ['supervisor/decider/**/*.test.ts', 'supervisor/reactor/*.test.ts']
const model = ['supervisor/model/*.test.ts']
// The same stories each time: whether a mutant is found must not depend on the day.
const seed = Number(process.env['REMIT_TEST_SEED'] ?? 11)

const broken = (folder: string, { file, from, to }: Mutant): { folder: string } & Disposable => {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  // A mutant whose text is gone would pass for killed: it says that it must be written anew.
  expect(text.split(from), `${file} holds the guard once: ${from}`).to.have.length(2)
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
  return { folder, [Symbol.dispose]: () => writeFileSync(path, text) }
}

describe('each guard of the decider, taken out', function () {
  this.timeout(180_000)
  let place: ReturnType<typeof copy>
  before(() => {
    place = copy()
    console.log(`      seed ${seed}`)
  })
  after(() => place[Symbol.dispose]())

  it('nothing fails while all are in', () => {
    expect(failing(place.folder, [...unit, ...model], seed)).to.deep.equal([])
  })

  for (const mutant of [...effectMutants, ...ruleMutants, ...goalMutants])
    it(`is missed by ${mutant.model ? 'the model' : 'a test'}: ${mutant.guard}`, () => {
      using mutated = broken(place.folder, mutant)
      expect(failing(mutated.folder, mutant.model ? model : unit, seed)).not.to.deep.equal([])
    })
})
