import { z } from 'zod'
import { CliFailure } from '../cli-failure.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { readJsonFile } from '../read-json-file.ts'
import { runOrder } from '../run-order.ts'

type Options = Connection & { note?: string; args?: string }
const Args = z.record(z.string(), z.unknown())

const editOf = async (file: string | undefined): Promise<{ args?: Record<string, unknown> }> => {
  if (file === undefined) return {}
  const args = Args.safeParse(await readJsonFile(file))
  if (!args.success) throw new CliFailure(2, `${file} must hold one JSON object: the arguments of the call.`)
  return { args: args.data }
}

/** `approve`: lets one exact call run, or exactly the edited one. */
export const approveCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'approve <approval>',
    'let one exact effect run',
    'approve a_1f0c --note "as agreed with the customer"',
  )
    .option('--note <text>')
    .option('--args <file>', 'run it with these arguments instead (JSON; they are judged again)')
    .action(async (approval: string, options: Options) => {
      const body = { decision: 'approve', note: options.note, ...(await editOf(options.args)) }
      const done = `Approved ${approval}`
      await runOrder(cli, options, { path: 'decision', segments: { id: approval }, body, done })
    })
}

/** `reject`: the effect never runs; the reason reaches the agent. */
export const rejectCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'reject <approval>',
    'refuse one exact effect for good',
    'reject a_1f0c --note "no photo of the damage"',
  )
    .option('--note <text>', 'the reason; it reaches the agent')
    .action(async (approval: string, options: Options) => {
      const body = { decision: 'reject', note: options.note }
      const done = `Rejected ${approval}`
      await runOrder(cli, options, { path: 'decision', segments: { id: approval }, body, done })
    })
}
