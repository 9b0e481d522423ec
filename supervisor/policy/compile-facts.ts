import type { Environment } from '@marcbachmann/cel-js'
import type { WriteTool } from '../../contracts/policy.ts'
import type { CompiledRead, KnownTool } from './compiled-policy.ts'
import { compileRead } from './compile-read.ts'
import type { FaultList } from './fault-list.ts'
import type { Path } from './policy-source.ts'

export const maxReads = 8
export const maxRounds = 4

/** The reads of a write tool, in the order of the file: each may use those before it. */
export const compileFacts = (
  env: Environment,
  facts: WriteTool['facts'],
  tools: ReadonlyMap<string, KnownTool | undefined>,
  shaped: ReadonlyMap<string, boolean>,
  faults: FaultList,
  path: Path,
): CompiledRead[] => {
  const reads: CompiledRead[] = []
  const before = new Map<string, boolean>()
  const rounds = new Map<string, number>()
  for (const [as, entry] of Object.entries(facts)) {
    const read = compileRead(env, as, entry, tools.get(as), before, faults, [...path, as])
    before.set(as, shaped.get(as) ?? false)
    if (!read) continue
    reads.push(read)
    const round = 1 + Math.max(0, ...[...read.needs].map((need) => rounds.get(need) ?? 0))
    rounds.set(as, round)
    if (round === maxRounds + 1)
      faults.add([...path, as], 'TOO_MANY_READS', `facts.${as} is read in round ${round}`)
  }
  if (Object.keys(facts).length > maxReads)
    faults.add(path, 'TOO_MANY_READS', `${Object.keys(facts).length} reads`)
  return reads
}
