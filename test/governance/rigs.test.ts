import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect } from 'chai'

const root = join(import.meta.dirname, '..', '..')
const folder = 'test'
/** Those that are still being built; each goes from here when its test is there. */
const pending: readonly number[] = []
/** R16 walks the schema and changes the policy of a running supervisor for each limit: it has to reach into it. */
const reachingIn: readonly number[] = [16]
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Tests under a bug's name, `R9: …`, with the text of each from its title to the next. */
const named = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.int.test.ts'))
  .flatMap((name) => {
    const file = `${folder}/${name}`
    const blocks = read(file).split(/\n(?=\s*(?:it|describe)\()/)
    return blocks.flatMap((text) => {
      const number = /^\s*it\('R(\d+):/.exec(text)?.[1]
      return number === undefined ? [] : [{ file, number: Number(number), text }]
    })
  })

/** A file and the files of test/ that it stands on. */
const rigOf = (file: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, to = ''] of read(file).matchAll(/from '(\.[^']+)'/g)) {
    const path = normalize(join(dirname(file), to))
    if (path.startsWith(`${folder}/`)) rigOf(path, seen)
  }
  return seen
}
const apart = /startPlayed\(\{\s*apart: true|startScenario\(|startInstallation\(/

describe('the tests of bugs that other systems had', () => {
  it('are there for each of R1 to R23, but for those that are named as pending', function () {
    const there = new Set([...named.map(({ number }) => number), 21])
    const missing = Array.from({ length: 23 }, (_, index) => index + 1).filter((number) => !there.has(number))
    if (missing.length > 0) console.log(`      pending: ${missing.map((number) => `R${number}`).join(', ')}`)
    expect(missing).to.deep.equal([...pending])
  })

  it('R21: no test of these shares an in-process emitter between publisher and worker', () => {
    expect(named.length).to.be.greaterThan(15)
    // Each begins supervisors in processes of their own, itself or in what its `before` has set up.
    const inside = named.filter(({ file, number, text }) => {
      const sets = /\n\s*before\([\s\S]*?\n {2}\}\)/.exec(read(file))?.[0] ?? ''
      const helpers = [...text.matchAll(/await (?:using \w+ = await )?(\w+)\(/g)].map(([, name]) => name)
      const called = helpers.some((name) =>
        apart.test(new RegExp(`const ${name} = [\\s\\S]*?\\n\\}`).exec(read(file))?.[0] ?? ''),
      )
      return !reachingIn.includes(number) && !apart.test(text) && !apart.test(sets) && !called
    })
    expect(inside.map(({ file, number }) => `${file} R${number}`)).to.deep.equal([])
    const rigs = new Set(named.flatMap(({ file }) => [...rigOf(file)]))
    const emitting = [...rigs].filter((file) =>
      /EventEmitter|EventTarget|BroadcastChannel|MessageChannel/.test(read(file)),
    )
    expect(emitting).to.deep.equal([])
    // What carries the messages between them is a nats-server of its own process.
    const carried = [...rigs].filter((file) => /startTestNats|startNatsServer/.test(read(file)))
    expect(carried).to.include.members(['test/governance/played.fixture.ts', 'test/harness/installation.ts'])
  })
})
