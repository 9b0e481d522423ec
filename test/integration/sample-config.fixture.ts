import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../harness/installation.ts'

export type Change = { file: string; from: string | RegExp; to: string }

/** The shipped policy in a folder of its own, with some words changed; a change that finds nothing is an error. */
export const sampleConfig = async (changes: readonly Change[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'remit-config-'))
  await cp(join(root, 'config'), folder, { recursive: true })
  for (const { file, from, to } of changes) {
    const path = join(folder, file)
    const before = await readFile(path, 'utf8')
    const after = before.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to)
    if (after === before) throw new Error(`${file} has no ${String(from)}`)
    await writeFile(path, after)
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

const workflow = 'workflows/refunds-under-50.yaml'

/** A shop that is given up on after two seconds, so that a lost answer is settled while a test waits. */
export const impatient: Change = {
  file: 'systems.yaml',
  from: '    sandbox: examples/company/shop\n',
  to: '    sandbox: examples/company/shop\n    timeout: 2s\n',
}

/** Caps of a day that hundreds of goals in one minute do not reach; those of a goal and a customer stay. */
export const wideCaps: readonly Change[] = [
  { file: 'company.yaml', from: '[2000 EUR per day, 20000 EUR per 30 days]', to: '[900000 EUR per day]' },
  { file: 'company.yaml', from: 'money_moved: 1000 EUR per day', to: 'money_moved: 900000 EUR per day' },
  { file: workflow, from: 'money_moved: 1000 EUR per day', to: 'money_moved: 900000 EUR per day' },
]

/** What the rule admits runs without a person. */
export const autonomous: readonly Change[] = [
  { file: workflow, from: 'mode_ceiling: act-low-risk', to: 'mode_ceiling: autonomous' },
  { file: workflow, from: /mode: suggest +# where it starts/, to: 'mode: autonomous # where it starts' },
]
