import { checkAll } from '../doctor/check-all.ts'
import { localCommand } from '../cli.ts'
import type { Register } from '../cli.ts'

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const

/** `doctor`: looks at this installation and says what to do; changes nothing. */
export const doctorCommand: Register = (program, cli) => {
  localCommand(program, 'doctor', 'look at this installation, and say what to do', 'doctor').action(
    async (options: { json?: boolean }) => {
      const findings = await checkAll(cli.config, process.versions.node, new Date())
      if (options.json) cli.print(JSON.stringify({ items: findings, cursor: null }))
      else
        for (const { check, state, said, fix } of findings)
          cli.print(`${marks[state]}  ${check}: ${said}${fix === undefined ? '' : `\n      ${fix}`}`)
      if (findings.some(({ state }) => state === 'fail')) cli.exit(1)
    },
  )
}
