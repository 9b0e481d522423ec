import { copyCheckout } from '../harness/copy-checkout.ts'
import type { Mutant } from '../mutants/mutant.ts'
import { runSpecs } from './run-specs.ts'
import { switchOff } from './switch-off.ts'
import { testsOf } from './tests-of.ts'

export type Verdict = 'red' | 'NOT RED' | 'NO TEST' | 'DOES NOT FIT' | 'DOES NOT LOAD'
export type Row = { guard: Mutant; verdict: Verdict; by: string; seconds: number }
export type Controlled = { sound: string[]; rows: Row[] }

type Options = {
  guards: readonly Mutant[]
  seed: number
  lanes: number
  told: (row: Row) => void
}

const judge = async (folder: string, guard: Mutant, seed: number): Promise<Omit<Row, 'seconds'>> => {
  const specs = testsOf(guard)
  if (specs.length === 0) return { guard, verdict: 'NO TEST', by: '' }
  await using off = await switchOff(folder, guard)
  if (off === null) return { guard, verdict: 'DOES NOT FIT', by: '' }
  const { failed, loads } = await runSpecs(folder, specs, seed)
  if (!loads) return { guard, verdict: 'DOES NOT LOAD', by: '' }
  return { guard, verdict: failed.length > 0 ? 'red' : 'NOT RED', by: failed[0] ?? '' }
}

/**
 * Takes each guard out in turn, in copies of the checkout, and says whether its tests miss it. Before that, all tests
 * run with every guard in: `sound` lists those that fail then, or that do not exist, and would make anything look red.
 */
export const runControls = async ({ guards, seed, lanes, told }: Options): Promise<Controlled> => {
  const sound: string[] = []
  const rows: Row[] = []
  const specs = [...new Set(guards.flatMap(testsOf))]
  const waiting = [...guards]
  const lane = async (): Promise<void> => {
    await using copy = await copyCheckout([])
    for (let spec = specs.shift(); spec !== undefined; spec = specs.shift()) {
      const { passes, failed, loads } = await runSpecs(copy.folder, [spec], seed)
      if (!loads) sound.push(`${spec}: it does not load`)
      else if (failed.length > 0) sound.push(`${spec}: ${failed.join('; ')}`)
      else if (passes === 0) sound.push(`${spec}: there is no such test`)
    }
    for (let guard = waiting.shift(); guard !== undefined; guard = waiting.shift()) {
      const began = performance.now()
      const found = await judge(copy.folder, guard, seed)
      const row = { ...found, seconds: (performance.now() - began) / 1000 }
      rows.push(row)
      told(row)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { sound, rows }
}
