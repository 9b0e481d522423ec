import { expect } from 'chai'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const run = promisify(execFile)
const here = dirname(fileURLToPath(import.meta.url))
const Report = z.object({ success: z.boolean(), numPassedTests: z.number(), numFailedTests: z.number() })

/** Runs the counting graph to its end; answers the counts that its nodes began with, and the last line. */
const countTo = async (file: string, steps: number): Promise<string[]> => {
  const { stdout } = await run(process.execPath, [
    join(here, 'counting-graph.fixture.ts'),
    file,
    String(steps),
  ])
  return stdout.trim().split('\n')
}

/** Runs it until the node of count `at` has begun, then kills the process at once. */
const killAt = async (file: string, steps: number, at: number): Promise<void> => {
  const args = [join(here, 'counting-graph.fixture.ts'), file, String(steps), 'hang', String(at)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout }))
    if (line === String(at)) child.kill('SIGKILL')
  const [, signal] = await gone
  expect(signal).to.equal('SIGKILL')
}

describe('SqliteSaver', function () {
  this.timeout(60_000)

  it("passes LangGraph's own validation of checkpoint savers", async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-saver-'))
    const report = join(folder.path, 'report.json')
    const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
    const output = ['--reporter=json', `--outputFile=${report}`]
    const spec = 'store/checkpoints/validation.spec.ts'
    await run(process.execPath, [vitest, 'run', '--globals', ...output, spec], {
      cwd: join(here, '..', '..'),
    })
    const { success, numPassedTests, numFailedTests } = Report.parse(
      JSON.parse(await readFile(report, 'utf8')),
    )
    expect({ success, numFailedTests }).to.deep.equal({ success: true, numFailedTests: 0 })
    expect(numPassedTests).to.be.greaterThan(700)
  })

  it('goes on after kill -9 in another process, from the last step', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-saver-'))
    const file = join(folder.path, 'checkpoints.db')
    await killAt(file, 8, 3)
    await killAt(file, 8, 6)
    expect(await countTo(file, 8)).to.deep.equal(['6', '7', '8', 'total 8'])
  })
})
