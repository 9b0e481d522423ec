import type { WriteTool } from '../../contracts/policy.ts'
import { compileRead } from './compile-read.ts'
import type { CompiledWrite, KnownTool } from './compiled-policy.ts'
import type { FaultList } from './fault-list.ts'
import type { Path } from './policy-source.ts'
import { compileRule } from './rule.ts'
import type { WriteScope } from './write-scope.ts'

/** Compiles `verify`, and refuses one that could not tell this effect from an equal one. */
export const compileVerify = (
  scope: WriteScope,
  rule: WriteTool,
  tool: KnownTool | undefined,
  faults: FaultList,
  path: Path,
): CompiledWrite['verify'] => {
  if (!rule.verify) return undefined
  const at = [...path, 'verify']
  if (tool && !tool.outputSchema)
    faults.add([...at, 'tool'], 'NO_SHAPE', `nobody says what ${tool.name} answers`)
  const read = compileRead(scope.verifyArgs, 'result', rule.verify, tool, scope.shaped, faults, at)
  const compiled = compileRule(scope.verifyExpect, rule.verify.expect, { facts: scope.shaped })
  if ('problems' in compiled) faults.addCel([...at, 'expect'], compiled.problems)
  if (!read || !('rule' in compiled)) return undefined
  const uses = [...read.args.values(), compiled.rule.whole].flatMap(({ selections }) => selections)
  const byReference = uses.some(({ path: [root, name] }) => root === 'effect' && name === 'id')
  if (!byReference && !uses.some(({ path: [root] }) => root === 'before'))
    faults.add(at, 'VERIFY_PROVES_NOTHING', 'verify uses neither effect.id nor before', { key: true })
  return { read, expect: compiled.rule, byReference }
}
