import { CommandAnswer } from '../../contracts/http/answers.ts'
import { GoalPage } from '../../contracts/http/goal-page.ts'
import { CliFailure } from '../cli-failure.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { tellGoal } from '../story/tell-goal.ts'
import { waitForGoal } from '../wait-for-goal.ts'
import type { WaitFor } from '../wait-for-goal.ts'
import { checkAnswered } from '../check-answered.ts'
import { exitOfGoal } from '../exit-of-goal.ts'
import { readJsonFile } from '../read-json-file.ts'

type Options = Connection & {
  workflow?: string
  contract?: string
  payload?: string
  id?: string
  requester?: string
  deadline?: string
  wait?: string | true
}

const waitOf = (wait: Options['wait']): WaitFor | null => {
  if (wait === undefined) return null
  if (wait === true || wait === 'end') return 'end'
  if (wait === 'settled') return 'settled'
  throw new CliFailure(
    2,
    '--wait takes nothing (to the end) or settled (to the first person): --wait=settled',
  )
}

/** `submit`: asks for a goal, and with --wait tells what became of it. */
export const submitCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'submit <goal>',
    'ask for a goal',
    'submit "refund order 1042, it arrived broken" --wait',
  )
    .option('--workflow <name>', 'name the workflow instead of leaving it to triage')
    .option('--contract <name@version>', 'the contract of the payload')
    .option('--payload <file>', 'JSON file with the payload of the contract (- for standard input)')
    .option('--id <id>', 'your own id: the same id again is the same goal')
    .option('--requester <name>', "on whose behalf; shown as 'says', never believed")
    .option('--deadline <time>', 'RFC 3339 in UTC')
    .option('--wait [settled]', 'wait to the end; settled: return at the first person')
    .action(async (goal: string, options: Options) => {
      const wait = waitOf(options.wait)
      const { workflow, contract, id, requester, deadline, payload } = options
      const asked = { goal, id, workflow, contract, requester, deadline }
      const body = payload === undefined ? asked : { ...asked, payload: await readJsonFile(payload) }
      const client = await cli.client(options)
      const sent = await client.call({ path: 'goals', method: 'POST', body, answer: CommandAnswer })
      const made = sent.data.goal ?? ''
      checkAnswered(sent, `The goal ${made} is stored`)
      if (wait === null) {
        cli.print(
          options.json
            ? JSON.stringify({ id: made, status: sent.data.status })
            : `${made}\nremit show ${made}`,
        )
        return
      }
      await waitForGoal(client, made, wait)
      const { data: page } = await client.call({ path: 'goal', segments: { id: made }, answer: GoalPage })
      cli.print(options.json ? JSON.stringify(page) : tellGoal(page).join('\n'))
      cli.exit(exitOfGoal(page))
    })
}
