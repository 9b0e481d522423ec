import { Outcomes } from '../../contracts/http/outcomes.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { tellOutcomes } from '../story/tell-outcomes.ts'

type Options = Connection & { workflow?: string; from?: string; to?: string }

/** `outcomes`: resolution, escalation, error, time saved and cost, counted from the record. */
export const outcomesCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'outcomes',
    'how goals ended, for each workflow, agent and day',
    'outcomes --workflow refunds-under-50 --from 2026-11-01',
  )
    .option('--workflow <name>')
    .option('--from <time>', 'a day or a time; else 90 days back')
    .option('--to <time>', 'up to, and without, this; else now')
    .action(async (options: Options) => {
      const { workflow, from, to } = options
      const client = await cli.client(options)
      const { data } = await client.call({
        path: 'outcomes',
        query: { workflow, from, to },
        answer: Outcomes,
      })
      cli.print(options.json ? JSON.stringify(data) : tellOutcomes(data).join('\n'))
    })
}
