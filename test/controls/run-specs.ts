import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const Report = z.object({ passes: z.int(), failures: z.array(z.string()) })
export type Ran = { passes: number; failed: string[]; loads: boolean }

// The same stories each time: whether a guard's absence is found must not depend on the day.
const environment = { REMIT_TEST_RUNS: '800', REMIT_TEST_SHRINK: 'no' }

/**
 * Runs test files of a copy of the checkout in processes of their own. A spec is `file` or `file#words of a title`.
 * `loads: false`: mocha itself fell, so that nothing was tested and nothing is proven.
 */
export const runSpecs = async (folder: string, specs: readonly string[], seed: number): Promise<Ran> => {
  const whole = specs.filter((spec) => !spec.includes('#'))
  const groups = whole.length > 0 ? [{ files: whole, title: '' }] : []
  for (const spec of specs.filter((one) => one.includes('#'))) {
    const [file = '', title = ''] = spec.split('#')
    groups.push({ files: [file], title })
  }
  const all: Ran = { passes: 0, failed: [], loads: true }
  for (const { files, title } of groups) {
    const out = join(folder, `.report-${process.hrtime.bigint()}.json`)
    const child = spawn(
      process.execPath,
      [
        join(folder, 'node_modules', 'mocha', 'bin', 'mocha.js'),
        '--no-config',
        '--no-package',
        '--exit',
        '--bail',
        '--timeout',
        '60000',
        '--reporter',
        join(folder, 'test', 'controls', 'titles-reporter.cjs'),
        '--reporter-option',
        `output=${out}`,
        ...(title === '' ? [] : ['--fgrep', title]),
        ...files,
      ],
      {
        cwd: folder,
        env: { ...process.env, ...environment, REMIT_TEST_SEED: String(seed) },
        stdio: 'ignore',
      },
    )
    await once(child, 'exit')
    const text = await readFile(out, 'utf8').catch(() => null)
    await rm(out, { force: true })
    const report = text === null ? null : Report.parse(JSON.parse(text))
    all.passes += report?.passes ?? 0
    all.failed.push(...(report?.failures ?? []))
    if (report === null) return { ...all, loads: false }
    if (all.failed.length > 0) break
  }
  return all
}
