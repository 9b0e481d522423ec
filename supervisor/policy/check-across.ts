import { canonicalJson } from '../../contracts/canonical-json.ts'
import type { CompiledWorkflow } from './compiled-policy.ts'
import type { FaultList } from './fault-list.ts'

/** What only shows when all workflows are seen together. */
export const checkAcross = (
  workflows: readonly { compiled: CompiledWorkflow; faults: FaultList }[],
): void => {
  const keys = new Map<string, { text: string; workflow: string }>()
  const names = new Set<string>()
  for (const { compiled, faults } of workflows) {
    const { name, policy } = compiled
    if (names.has(name)) faults.add(['name'], 'DUPLICATE_NAME', `another file has the workflow ${name}`)
    names.add(name)
    for (const [tool, rule] of Object.entries(policy.tools.write)) {
      const path = ['tools', 'write', tool]
      if (name === 'intake')
        faults.add(path, 'INTAKE_WRITES', `intake has the write tool ${tool}`, { key: true })
      const text = canonicalJson(rule.key ?? null)
      const other = keys.get(tool)
      if (other && other.text !== text)
        faults.add([...path, 'key'], 'KEY_DIFFERS', `${other.workflow} has another key for ${tool}`)
      if (!other) keys.set(tool, { text, workflow: name })
    }
  }
}
