import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { findNatsServer } from './nats-server.mjs'
import { endAs, runChild } from './run-child.mjs'
import { nodeFlags } from './run-typescript.mjs'
import { environmentFor, root, setUp } from './setup.mjs'

const TIMEOUT_MS = 60_000
const valueFollows = new Set([
  '--grep',
  '-g',
  '--fgrep',
  '-f',
  '--retries',
  '--timeout',
  '-t',
  '--reporter',
  '-R',
])

/** A developer's own settings would make a test reach a paid model, a real bus or a real home. */
const belongsToAnInstallation = /^(?:NATS_|OPENAI_|OTEL_|REMIT_(?!NATS_SERVER$|TEST_|ALLOW_LAZY_SYNC$))/

/** Every test file below a folder, unit tests first. */
const testFiles = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return testFiles(path)
      return entry.name.endsWith('.test.ts') ? [relative(root, path)] : []
    })
    .toSorted(
      (a, b) => Number(a.endsWith('.int.test.ts')) - Number(b.endsWith('.int.test.ts')) || (a < b ? -1 : 1),
    )

const isSpec = (arg, index, args) =>
  !arg.startsWith('-') &&
  !valueFollows.has(args[index - 1]) &&
  (arg.endsWith('.ts') || arg.includes('*') || existsSync(join(root, arg)))

const expand = (arg) => {
  const path = join(root, arg)
  return existsSync(path) && statSync(path).isDirectory() ? testFiles(path).filter(wanted) : [arg]
}

const args = process.argv.slice(2)
const only = ['--unit', '--integration'].filter((kind) => args.includes(kind))
const rest = args.filter((arg) => arg !== '--unit' && arg !== '--integration')
const wanted = (file) => {
  if (only.length !== 1) return true
  return file.endsWith('.int.test.ts') === (only[0] === '--integration')
}

const run = async () => {
  const node = await setUp({ need: 'full' })
  const named = rest.filter(isSpec)
  const flags = rest.filter((arg) => !named.includes(arg))
  const specs = named.length > 0 ? named.flatMap(expand) : testFiles(root).filter(wanted)
  if (specs.length === 0) throw new Error(`No test file: ${only.join(' ')} ${named.join(' ')}`)
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !belongsToAnInstallation.test(name)),
  )
  if (specs.some((file) => file.endsWith('.int.test.ts') || file.includes('*'))) {
    const say = (line) => process.stderr.write(`${line}\n`)
    env.REMIT_NATS_SERVER = (await findNatsServer({ log: say })).path
  }
  const folder = mkdtempSync(join(tmpdir(), 'remit-test-'))
  let ended
  try {
    const sumFile = join(folder, 'sum.json')
    ended = await runChild(
      node,
      [
        ...nodeFlags,
        join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'),
        '--no-config',
        '--no-package',
        '--timeout',
        String(TIMEOUT_MS),
        '--reporter',
        join(root, 'scripts', 'sum-reporter.cjs'),
        ...(process.env.CI ? ['--forbid-only'] : []),
        ...flags,
        ...specs,
      ],
      { cwd: root, env: { ...environmentFor(node, env), REMIT_TEST_SUM: sumFile } },
    )
    const sum = existsSync(sumFile)
      ? JSON.parse(readFileSync(sumFile, 'utf8'))
      : { passed: 0, failed: 0, skipped: 0 }
    if (ended.code !== 0 && sum.failed === 0) {
      process.stdout.write(`mocha itself ended with ${ended.signal ?? ended.code}, counted as one failure\n`)
      sum.failed = 1
    }
    process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  // Last: ending by the child's signal leaves no time for anything else.
  endAs(ended)
}

try {
  await run()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.stdout.write('0 passed, 1 failed, 0 skipped\n')
  process.exitCode = 1
}
